import './writes.ts'
import mongoose, { Schema } from 'mongoose'

/** How often a file of a resource was taken: a number, and nothing of who took it. */
const downloadCountSchema = new Schema(
  {
    resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
    /** The id of an attachment, or `pdf`, `md`, `zip`. */
    file: { type: String, required: true },
    total: { type: Number, default: 0 },
  },
  { versionKey: false },
)

downloadCountSchema.index({ resource: 1, file: 1 }, { unique: true })

export const DownloadCount = mongoose.model('DownloadCount', downloadCountSchema, 'download_counts')
