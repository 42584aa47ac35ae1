import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'
import { SCOPES } from './words/token.ts'

/** A member's key for a program. The secret itself is nowhere: only what proves that one knows it. */
const tokenSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  name: { type: String, required: true },
  hash: { type: String, required: true },
  scopes: { type: [{ type: String, enum: SCOPES }], required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  revokedAt: { type: Date },
  /** The day, `2026-11-22`: when exactly a program runs is nobody's business. */
  lastUsedOn: { type: String },
  /** The same form sent twice makes one token. */
  once: { type: String },
  /** Its owner can still read for a while why a program stopped. */
  forgottenAt: { type: Date, required: true },
})

tokenSchema.index({ hash: 1 }, { unique: true })
tokenSchema.index({ member: 1, createdAt: -1 })
tokenSchema.index({ once: 1 }, { unique: true, sparse: true })
tokenSchema.index({ forgottenAt: 1 })

export type TokenRecord = InferSchemaType<typeof tokenSchema> & { _id: mongoose.Types.ObjectId }
export const Token = mongoose.model('Token', tokenSchema)

expires(Token, 'forgottenAt')
