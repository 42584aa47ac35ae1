import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** A key that a member's device keeps; here is only what proves that it was used. */
const passkeySchema = new Schema(
  {
    member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    name: { type: String, required: true },
    /** The device's own name for it, base64url. */
    credential: { type: String, required: true },
    /** COSE, base64url. */
    publicKey: { type: String, required: true },
    /** Never goes back: a copy of the key would be found out. */
    counter: { type: Number, required: true },
    transports: { type: [String], default: [] },
    createdAt: { type: Date, required: true },
    /** The day, `2026-11-22`. */
    lastUsedOn: { type: String },
  },
  { versionKey: false },
)

passkeySchema.index({ credential: 1 }, { unique: true })
passkeySchema.index({ member: 1, createdAt: 1 })

export type PasskeyRecord = InferSchemaType<typeof passkeySchema> & { _id: mongoose.Types.ObjectId }
export const Passkey = mongoose.model('Passkey', passkeySchema)
