import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { OUTCOMES } from './words/run-report.ts'

/** One photo, made small, upright and without what it knew of where it was taken. */
const photoSchema = new Schema(
  {
    key: { type: String, required: true },
    alt: { type: String, required: true },
    width: { type: Number, required: true },
    height: { type: Number, required: true },
  },
  { _id: false },
)

/** « J'ai animé cette fiche »: a workshop that was really run. Who sees its sheet sees it. */
const runReportSchema = new Schema({
  resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** None when it was held elsewhere than in a space of the network. */
  space: { type: Schema.Types.ObjectId, ref: 'Space' },
  /** The day, 2027-01-31. */
  day: { type: String, required: true },
  headcount: { type: Number, required: true },
  /** How long it really lasted. */
  minutes: { type: Number },
  publics: { type: [String], default: [] },
  outcome: { type: String, enum: OUTCOMES },
  /** What was done otherwise than the sheet says. */
  changes: { type: String, default: '' },
  body: { type: String, default: '' },
  /** `body` rendered when it was written. */
  html: { type: String, default: '' },
  photo: { type: photoSchema },
  createdAt: { type: Date, required: true },
  editedAt: { type: Date },
  /** By the moderation: then nobody reads or counts it. */
  hiddenAt: { type: Date },
})

/** The same workshop told twice is one. */
runReportSchema.index({ resource: 1, member: 1, day: 1 }, { unique: true })
runReportSchema.index({ resource: 1, hiddenAt: 1, day: -1, _id: -1 })
runReportSchema.index({ space: 1, hiddenAt: 1, day: -1 })
runReportSchema.index({ member: 1, day: -1 })
runReportSchema.index({ createdAt: 1 })

export type RunReportRecord = InferSchemaType<typeof runReportSchema> & {
  _id: mongoose.Types.ObjectId
}
export const RunReport = mongoose.model('RunReport', runReportSchema, 'run_reports')
