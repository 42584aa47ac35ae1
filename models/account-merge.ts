import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'

/** A request to be folded into an older account of the same person, once that account's owner agrees. */
const accountMergeSchema = new Schema({
  candidate: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  into: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Of the link in the mail; none before it is sent. */
  hash: { type: String },
  expiresAt: { type: Date, required: true },
  declinedAt: { type: Date },
})

accountMergeSchema.index({ candidate: 1 }, { unique: true })
accountMergeSchema.index({ hash: 1 }, { unique: true, sparse: true })
accountMergeSchema.index({ expiresAt: 1 })

export type AccountMergeRecord = InferSchemaType<typeof accountMergeSchema> & {
  _id: mongoose.Types.ObjectId
}
export const AccountMerge = mongoose.model('AccountMerge', accountMergeSchema, 'account_merges')

expires(AccountMerge, 'expiresAt')
