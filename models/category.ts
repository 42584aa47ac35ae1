import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { TONES } from './words/category.ts'

/** What discussions are about; an administrator's choice, in both languages. */
const categorySchema = new Schema({
  slug: { type: String, required: true },
  name: { type: String, required: true },
  nameEn: { type: String, default: '' },
  description: { type: String, default: '' },
  descriptionEn: { type: String, default: '' },
  tone: { type: String, enum: TONES, default: 'sea' },
  order: { type: Number, default: 0 },
})

categorySchema.index({ slug: 1 }, { unique: true })
categorySchema.index({ order: 1 })

export type CategoryRecord = InferSchemaType<typeof categorySchema> & {
  _id: mongoose.Types.ObjectId
}
export const Category = mongoose.model('Category', categorySchema)
