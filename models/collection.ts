import './writes.ts'
import mongoose, { type InferSchemaType, Schema, type Types } from 'mongoose'
import { audienceField } from './audience.ts'

const itemSchema = new Schema(
  {
    resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
    /** Why it is here, in a line. */
    note: { type: String, default: '' },
  },
  { _id: false },
)

/** Resources in an order, with a word on each. */
const collectionSchema = new Schema({
  slug: { type: String, required: true },
  title: { type: String, required: true },
  summary: { type: String, default: '' },
  /** For its author alone, whatever its audience. */
  personal: { type: Boolean, default: true },
  audience: audienceField,
  /** Chosen by the coordination, and shown first. */
  official: { type: Boolean, default: false },
  /** By the moderation, since when it is personal too: no query has to remember that. */
  hiddenAt: { type: Date },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  items: { type: [itemSchema], default: [] },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
})

collectionSchema.index({ slug: 1 }, { unique: true })
collectionSchema.index({ author: 1, updatedAt: -1 })
collectionSchema.index({ personal: 1, audience: 1, updatedAt: -1 })
collectionSchema.index({ 'items.resource': 1 })

export type CollectionRecord = InferSchemaType<typeof collectionSchema> & { _id: Types.ObjectId }
export const Collection = mongoose.model('Collection', collectionSchema)
