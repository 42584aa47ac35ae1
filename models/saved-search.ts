import './forgetting.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** What a member looks for again and again: the news mail tells what is new of it. */
const savedSearchSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  q: { type: String, required: true },
  /** One kind of results; empty for all of them. */
  kind: { type: String, default: '' },
  createdAt: { type: Date, required: true },
})

savedSearchSchema.index({ member: 1, q: 1, kind: 1 }, { unique: true })
savedSearchSchema.index({ member: 1, createdAt: -1 })

export type SavedSearchRecord = InferSchemaType<typeof savedSearchSchema> & {
  _id: mongoose.Types.ObjectId
}
export const SavedSearch = mongoose.model('SavedSearch', savedSearchSchema)
