import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/**
 * What a new member wrote and nobody has looked at yet. It is in none of the places where others read:
 * accepted, it is posted there like anything else.
 */
const submissionSchema = new Schema({
  kind: { type: String, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** The discussion or the room it is for; none for a discussion. */
  place: { type: Schema.Types.ObjectId },
  /** The one that a discussion asks about. */
  resource: { type: Schema.Types.ObjectId, ref: 'Resource' },
  title: { type: String, default: '' },
  category: { type: String },
  body: { type: String, required: true },
  html: { type: String, default: '' },
  /** The same form sent twice waits once. */
  once: { type: String, required: true },
  createdAt: { type: Date, required: true },
  /** Nothing while it waits. */
  answer: { type: String, enum: ['accepted', 'refused'] },
  /** What it became once accepted. */
  posted: { type: Schema.Types.ObjectId },
  /** What its author said of a refusal; it waits again. */
  appeal: { type: String },
})

submissionSchema.index({ answer: 1, createdAt: 1 })
submissionSchema.index({ author: 1, answer: 1, place: 1, createdAt: 1 })
submissionSchema.index({ once: 1 }, { unique: true })

export type SubmissionRecord = InferSchemaType<typeof submissionSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Submission = mongoose.model('Submission', submissionSchema)
