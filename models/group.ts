import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { GROUP_KINDS } from './words/group.ts'

const people = { type: [Schema.Types.ObjectId], default: [] }

/** A working group. All who belong to it are in one record: who comes and goes at once never contradict each other. */
const groupSchema = new Schema({
  /** Never changes nor is given again: what is written for the group names it by its slug. */
  slug: { type: String, required: true },
  title: { type: String, required: true },
  purpose: { type: String, default: '' },
  /** `purpose` rendered when it was written. */
  html: { type: String, default: '' },
  excerpt: { type: String, default: '' },
  kind: { type: String, enum: GROUP_KINDS, required: true },
  territory: { type: Schema.Types.ObjectId, ref: 'Territory' },
  members: people,
  /** Some of `members`, at least one, but for a territory's. */
  keepers: people,
  asked: people,
  invited: people,
  /** Closed, it exists for nobody; an administrator may open it again. */
  closedAt: { type: Date, default: null },
  sortKey: { type: String, required: true },
  createdAt: { type: Date, required: true },
})

groupSchema.index({ slug: 1 }, { unique: true })
groupSchema.index({ territory: 1 }, { unique: true, sparse: true })
groupSchema.index({ closedAt: 1, kind: 1, sortKey: 1 })
groupSchema.index({ sortKey: 1 })
groupSchema.index({ members: 1 })
groupSchema.index({ invited: 1 })
groupSchema.index({ asked: 1 })

export type GroupRecord = InferSchemaType<typeof groupSchema> & { _id: mongoose.Types.ObjectId }
export const Group = mongoose.model('Group', groupSchema)
