import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The codes of a member's application: one record, under the member's own id, while they are on. */
const secondFactorSchema = new Schema(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    /** As applications take it, in base32, sealed: `server/people/auth/second-factor/sealing.ts`. */
    secret: { type: String, required: true },
    onSince: { type: Date, required: true },
    /** The last half minute whose code was taken: neither it nor an earlier one is taken again. */
    lastStep: { type: Number, required: true },
    /** Hashes of the recovery codes that are left. */
    recovery: { type: [String], default: [] },
  },
  { versionKey: false },
)

export type SecondFactorRecord = InferSchemaType<typeof secondFactorSchema>
export const SecondFactor = mongoose.model('SecondFactor', secondFactorSchema, 'second_factors')
