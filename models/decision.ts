import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { DECISIONS } from './words/decision.ts'
import { REASONS } from './words/moderation-case.ts'

/** What was decided about something of a member's, why, and what they answered: once. */
const decisionSchema = new Schema({
  case: { type: Schema.Types.ObjectId, ref: 'ModerationCase' },
  kind: { type: String, required: true },
  target: { type: Schema.Types.ObjectId, required: true },
  /** Whom it concerns. */
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  act: { type: String, enum: DECISIONS, required: true },
  reason: { type: String, enum: REASONS },
  /** What the moderator tells the author. */
  word: { type: String, default: '' },
  /** The first words of the thing, for who reads of it later. */
  excerpt: { type: String, default: '' },
  until: { type: Date },
  by: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  at: { type: Date, required: true },
  answer: { type: String },
  answeredAt: { type: Date },
})

decisionSchema.index({ author: 1, at: -1 })
decisionSchema.index({ kind: 1, target: 1, at: 1 })

export type DecisionRecord = InferSchemaType<typeof decisionSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Decision = mongoose.model('Decision', decisionSchema)
