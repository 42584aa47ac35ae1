import './writes.ts'
import mongoose, { type InferSchemaType, Schema, type Types } from 'mongoose'
import { type AttachmentRecord, attachmentSchema } from './attachment.ts'

/** What an attachment looks like, in two sizes; without images for what shows nothing. */
const previewSchema = new Schema({
  /** The key of the attachment's own file. */
  file: { type: String, required: true },
  /** The small one, then the large one. */
  images: { type: [attachmentSchema], default: [] },
  /** Of the picture, or of the first page in points. */
  width: { type: Number },
  height: { type: Number },
  pages: { type: Number },
  madeAt: { type: Date, required: true },
})

previewSchema.index({ file: 1 }, { unique: true })

export type PreviewRecord = Omit<InferSchemaType<typeof previewSchema>, 'images'> & {
  _id: Types.ObjectId
  images: AttachmentRecord[]
}
export const Preview = mongoose.model('Preview', previewSchema)
