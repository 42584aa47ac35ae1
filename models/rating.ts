import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** What a member thinks of a resource that others wrote: from 1 to 5, and why. */
const ratingSchema = new Schema({
  resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  value: { type: Number, required: true, min: 1, max: 5 },
  body: { type: String, default: '' },
  /** `body` rendered when it was written. */
  html: { type: String, default: '' },
  createdAt: { type: Date, required: true },
  editedAt: { type: Date },
  /** By the moderation: nobody reads its words any more; the value still counts. */
  hiddenAt: { type: Date },
})

ratingSchema.index({ resource: 1, member: 1 }, { unique: true })
ratingSchema.index({ resource: 1, createdAt: -1, _id: -1 })
ratingSchema.index({ member: 1 })

export type RatingRecord = InferSchemaType<typeof ratingSchema> & { _id: mongoose.Types.ObjectId }
export const Rating = mongoose.model('Rating', ratingSchema)
