import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The words that mean the same to the search: one record, which the coordination writes. */
const synonymsSchema = new Schema({
  _id: { type: String, default: 'synonyms' },
  /** One group each: « mail, courriel, e-mail ». */
  lines: { type: [String], required: true },
  /** Raised by each save: of two writers at once, the second is told. */
  version: { type: Number, default: 1 },
})

export type SynonymsRecord = InferSchemaType<typeof synonymsSchema>
export const Synonyms = mongoose.model('Synonyms', synonymsSchema)
