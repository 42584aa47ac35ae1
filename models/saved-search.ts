import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** What a member looks for again and again: the news mail tells what is new of it. */
const savedSearchSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Empty where filters alone ask something. */
  q: { type: String, default: '' },
  /** One kind of results; empty for all of them. */
  kind: { type: String, default: '' },
  /** The choices of a list of the library, as its address says them: empty for a search of everything. */
  filters: { type: String, default: '' },
  /** What its owner calls it; empty for what it says itself. */
  name: { type: String, default: '' },
  createdAt: { type: Date, required: true },
})

savedSearchSchema.index({ member: 1, q: 1, kind: 1, filters: 1 }, { unique: true })
savedSearchSchema.index({ member: 1, createdAt: -1 })

export type SavedSearchRecord = InferSchemaType<typeof savedSearchSchema> & {
  _id: mongoose.Types.ObjectId
}
export const SavedSearch = mongoose.model('SavedSearch', savedSearchSchema)
