import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'
import { ROLES } from './words/member.ts'

/**
 * Somebody who has to show that an address is theirs: a request to join, not yet an account, or with
 * `member` an account that an invitation opened. Whoever asks with somebody else's address gets nothing:
 * each request has a link of its own, sent there.
 */
const signUpSchema = new Schema({
  email: { type: String, required: true },
  name: { type: String, required: true },
  passwordHash: { type: String },
  role: { type: String, enum: ROLES, required: true },
  space: { type: Schema.Types.ObjectId, ref: 'Space' },
  introduction: { type: String, default: '' },
  language: { type: String, enum: ['fr', 'en'], default: 'fr' },
  member: { type: Schema.Types.ObjectId, ref: 'Member' },
  /** Of the link in the last mail; the ones before it open nothing any more. */
  hash: { type: String },
  linkEndsAt: { type: Date },
  createdAt: { type: Date, required: true },
  forgottenAt: { type: Date, required: true },
})

signUpSchema.index({ hash: 1 }, { unique: true, sparse: true })
signUpSchema.index({ email: 1, createdAt: -1 })
signUpSchema.index({ member: 1 }, { sparse: true })
signUpSchema.index({ forgottenAt: 1 })

export type SignUpRecord = InferSchemaType<typeof signUpSchema> & { _id: mongoose.Types.ObjectId }
export const SignUp = mongoose.model('SignUp', signUpSchema, 'sign_ups')

expires(SignUp, 'forgottenAt')
