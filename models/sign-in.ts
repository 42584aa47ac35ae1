import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'
import { ROLES } from './words/member.ts'
import { WAYS } from './words/sign-in.ts'

/** One browser that a member is signed in with. Without this record, its session opens nothing. */
const signInSchema = new Schema(
  {
    member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    /** The session's id: what ends with it. */
    sid: { type: String, required: true },
    epoch: { type: Number, required: true },
    /** The member's role when the session got its id: another role, another id. */
    role: { type: String, enum: ROLES, required: true },
    way: { type: String, enum: WAYS, required: true },
    /** The hash of the browser's own cookie. */
    device: { type: String, default: '' },
    browser: { type: String, default: '' },
    system: { type: String, default: '' },
    /** The beginning of the address, never all of it. */
    place: { type: String, default: '' },
    startedAt: { type: Date, required: true },
    /** The day, `2026-11-22`. */
    lastSeenOn: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
)

signInSchema.index({ member: 1, epoch: 1, startedAt: -1 })
signInSchema.index({ sid: 1 }, { unique: true })
signInSchema.index({ expiresAt: 1 })

export type SignInRecord = InferSchemaType<typeof signInSchema> & { _id: mongoose.Types.ObjectId }
export const SignIn = mongoose.model('SignIn', signInSchema, 'sign_ins')

expires(SignIn, 'expiresAt')
