import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** Who a member is for an identity provider. */
const identitySchema = new Schema(
  {
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    linkedAt: { type: Date, required: true },
  },
  { versionKey: false },
)

identitySchema.index({ issuer: 1, subject: 1 }, { unique: true })
identitySchema.index({ member: 1 })

export type IdentityRecord = InferSchemaType<typeof identitySchema>
export const Identity = mongoose.model('Identity', identitySchema)
