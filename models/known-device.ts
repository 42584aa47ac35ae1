import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'

/** A browser that a member signed in with before: nobody's failed tries elsewhere keep it out. */
const knownDeviceSchema = new Schema(
  {
    member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    /** The hash of the browser's cookie. */
    device: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
)

knownDeviceSchema.index({ member: 1, device: 1 }, { unique: true })
knownDeviceSchema.index({ expiresAt: 1 })

export type KnownDeviceRecord = InferSchemaType<typeof knownDeviceSchema>
export const KnownDevice = mongoose.model('KnownDevice', knownDeviceSchema, 'known_devices')

expires(KnownDevice, 'expiresAt')
