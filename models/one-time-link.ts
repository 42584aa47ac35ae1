import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'
import { LINK_KINDS } from './words/one-time-link.ts'

/** A link that was sent by mail and works once. Only its hash is kept. */
const oneTimeLinkSchema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: LINK_KINDS, required: true },
    member: { type: Schema.Types.ObjectId, ref: 'Member' },
    /** The hash of what only the browser that asked for it knows. */
    binding: { type: String },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
)

oneTimeLinkSchema.index({ member: 1 }, { sparse: true })
oneTimeLinkSchema.index({ expiresAt: 1 })

export type OneTimeLinkRecord = InferSchemaType<typeof oneTimeLinkSchema>
export const OneTimeLink = mongoose.model('OneTimeLink', oneTimeLinkSchema, 'one_time_links')

expires(OneTimeLink, 'expiresAt')
