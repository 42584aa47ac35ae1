import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { changeSizeSchema, contentFields } from './resource.ts'
import { RESOURCE_STATES } from './words/resource.ts'

/** A former state of a resource, as it was read until the version after it was saved. */
const revisionSchema = new Schema({
  ...contentFields,
  resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
  version: { type: Number, required: true },
  /** Whether it was published or still in review: who may not see drafts sees none of them here. */
  state: { type: String, enum: RESOURCE_STATES, required: true },
  editor: { type: Schema.Types.ObjectId, ref: 'Member' },
  change: { type: String, default: '' },
  changed: { type: changeSizeSchema },
  savedAt: { type: Date, required: true },
})

revisionSchema.index({ resource: 1, version: -1 }, { unique: true })
revisionSchema.index({ editor: 1 })

type Stored = InferSchemaType<typeof revisionSchema>
export type RevisionRecord = Omit<Stored, 'groupSize'> & {
  _id: mongoose.Types.ObjectId
  groupSize?: number | string | null
}
export const Revision = mongoose.model('Revision', revisionSchema)
