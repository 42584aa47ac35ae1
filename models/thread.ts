import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { AUDIENCE } from './words/audience.ts'
import { AWAY } from './words/thread.ts'

const lastReplySchema = new Schema(
  {
    author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    number: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
)

/** A discussion: its first message, and what lists show of its replies. */
const threadSchema = new Schema({
  title: { type: String, required: true },
  body: { type: String, required: true },
  /** `body` rendered when it was written. */
  html: { type: String, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  category: { type: Schema.Types.ObjectId, ref: 'Category' },
  /** The resource that it asks about. */
  resource: { type: Schema.Types.ObjectId, ref: 'Resource' },
  /** `network` or a group; the ones of before groups have none, and are the network's. */
  audience: { type: String, match: AUDIENCE, default: 'network' },
  locked: { type: Boolean, default: false },
  away: { type: String, enum: AWAY },
  mergedInto: { type: Schema.Types.ObjectId, ref: 'Thread' },
  /** The highest number given to a reply. Never goes down: numbers are for ever. */
  lastNumber: { type: Number, default: 0 },
  /** How many of those numbers are replies taken back. */
  removedCount: { type: Number, default: 0 },
  /** The last reply that stands. */
  lastReply: { type: lastReplySchema },
  answered: { type: Boolean, default: false },
  lastActivityAt: { type: Date, required: true },
  /** Whoever wrote here, the author first. */
  participants: { type: [Schema.Types.ObjectId], default: [] },
  /** The same form sent twice opens one thread. */
  once: { type: String },
  createdAt: { type: Date, required: true },
  editedAt: { type: Date },
})

threadSchema.index({ away: 1, audience: 1, lastActivityAt: -1, _id: -1 })
threadSchema.index({ mergedInto: 1 }, { sparse: true })
threadSchema.index({ author: 1, away: 1 })
threadSchema.index({ category: 1, lastActivityAt: -1, _id: -1 })
threadSchema.index({ participants: 1, lastActivityAt: -1, _id: -1 })
threadSchema.index({ answered: 1, lastActivityAt: -1, _id: -1 })
threadSchema.index({ resource: 1, lastActivityAt: -1 }, { sparse: true })
threadSchema.index({ once: 1 }, { unique: true, sparse: true })
threadSchema.index({ createdAt: -1 })

export type ThreadRecord = InferSchemaType<typeof threadSchema> & { _id: mongoose.Types.ObjectId }
export const Thread = mongoose.model('Thread', threadSchema)
