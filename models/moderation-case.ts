import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { AUDIENCE } from './words/audience.ts'
import { CASE_STATES, REASONS } from './words/moderation-case.ts'

/** Everything that was said of one thing and decided about it. One case a thing, however often it is reported. */
const caseSchema = new Schema({
  /** The name of the thing's kind, as its feature says it. */
  kind: { type: String, required: true },
  target: { type: Schema.Types.ObjectId, required: true },
  /** Who wrote the thing, or the member it is about. */
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  state: { type: String, enum: CASE_STATES, required: true },
  /** Of the thing when it was last reported: moderators outside of a group do not look into it. */
  audience: { type: String, match: AUDIENCE, default: 'network' },
  reasons: { type: [String], enum: REASONS, default: [] },
  reportCount: { type: Number, default: 0 },
  /** The first report since the case was opened, or opened again: what has waited longest comes first. */
  waitingSince: { type: Date, required: true },
  closedAt: { type: Date },
  /** How often it was decided upon: the second of two moderators at once finds it raised. */
  decisions: { type: Number, default: 0 },
  /** The author has answered a decision, and nobody has looked since. */
  answered: { type: Boolean, default: false },
  /** The words as they were when they were first reported, whatever became of them. */
  seen: {
    type: new Schema(
      { title: { type: String, default: '' }, body: { type: String, default: '' }, at: Date },
      { _id: false },
    ),
  },
})

caseSchema.index({ kind: 1, target: 1 }, { unique: true })
caseSchema.index({ state: 1, waitingSince: 1 })
caseSchema.index({ state: 1, reasons: 1, waitingSince: 1 })
caseSchema.index({ author: 1, waitingSince: -1 })

export type CaseRecord = InferSchemaType<typeof caseSchema> & { _id: mongoose.Types.ObjectId }
export const ModerationCase = mongoose.model('ModerationCase', caseSchema, 'moderation_cases')
