import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The words of an attachment, for the search alone; empty for what has none or cannot be read. */
const fileTextSchema = new Schema({
  /** The key of the attachment's own file. */
  file: { type: String, required: true },
  text: { type: String, default: '' },
  /** How often its reading was begun: what ends the process that reads it is not begun for ever. */
  tries: { type: Number, required: true },
  /** Somebody else's for half a minute from then. */
  begunAt: { type: Date, required: true },
  done: { type: Boolean, required: true },
})

fileTextSchema.index({ file: 1 }, { unique: true })

export type FileTextRecord = InferSchemaType<typeof fileTextSchema>
export const FileText = mongoose.model('FileText', fileTextSchema)
