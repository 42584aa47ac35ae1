import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { LEGAL_PAGES } from './words/legal-page.ts'

const words = new Schema(
  {
    body: { type: String, default: '' },
    /** `body` rendered when it was written. */
    html: { type: String, default: '' },
  },
  { _id: false },
)

/** One version of a page that the law asks for. Without any, the hub's own text stands: that is version 0. */
const legalPageSchema = new Schema({
  page: { type: String, enum: LEGAL_PAGES, required: true },
  version: { type: Number, required: true },
  /** None in a version that brings the hub's own text back. */
  fr: { type: words },
  en: { type: words },
  /** Members are told of it at their next visit. */
  important: { type: Boolean, default: false },
  by: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  at: { type: Date, required: true },
})

legalPageSchema.index({ page: 1, version: -1 }, { unique: true })
legalPageSchema.index({ page: 1, important: 1, version: -1 })

export type LegalPageRecord = InferSchemaType<typeof legalPageSchema> & {
  _id: mongoose.Types.ObjectId
}
export const LegalPage = mongoose.model('LegalPage', legalPageSchema, 'legal_pages')
