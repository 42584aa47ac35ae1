import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { EXPORT_STATES } from './words/data-export.ts'

/** Everything of one member as a file to take away: one a member, removed with its file some days later. */
const dataExportSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  state: { type: String, enum: EXPORT_STATES, required: true },
  language: { type: String, enum: ['fr', 'en'], default: 'fr' },
  /** Names its bytes in the file store; known before they are written, so that none is ever left behind. */
  key: { type: String, required: true },
  size: { type: Number, default: 0 },
  askedAt: { type: Date, required: true },
  readyAt: { type: Date },
  endsAt: { type: Date, required: true },
})

dataExportSchema.index({ member: 1 }, { unique: true })
dataExportSchema.index({ endsAt: 1 })

export type DataExportRecord = InferSchemaType<typeof dataExportSchema> & {
  _id: mongoose.Types.ObjectId
}
export const DataExport = mongoose.model('DataExport', dataExportSchema, 'data_exports')
