import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { REASONS } from './words/moderation-case.ts'

/** What one member says of one thing: once, however often they say it. */
const reportSchema = new Schema({
  kind: { type: String, required: true },
  target: { type: Schema.Types.ObjectId, required: true },
  reporter: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  reason: { type: String, enum: REASONS, required: true },
  word: { type: String, default: '' },
  createdAt: { type: Date, required: true },
})

reportSchema.index({ kind: 1, target: 1, reporter: 1 }, { unique: true })
reportSchema.index({ kind: 1, target: 1, createdAt: 1 })
reportSchema.index({ reporter: 1, createdAt: -1 })

export type ReportRecord = InferSchemaType<typeof reportSchema> & { _id: mongoose.Types.ObjectId }
export const Report = mongoose.model('Report', reportSchema)
