import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** Somebody tried what a resource says: it still works, or no longer. The last word of each member a tool and system. */
const verificationSchema = new Schema({
  resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  works: { type: Boolean, required: true },
  /** With which tool, in which version, on which system; empty when they did not say. */
  tool: { type: String, default: '' },
  toolVersion: { type: String, default: '' },
  system: { type: String, default: '' },
  /** What happens instead. */
  word: { type: String, default: '' },
  /** The version of the resource that they tried. */
  version: { type: Number, required: true },
  at: { type: Date, required: true },
})

verificationSchema.index(
  { resource: 1, member: 1, tool: 1, toolVersion: 1, system: 1 },
  { unique: true },
)
verificationSchema.index({ resource: 1, at: -1 })
verificationSchema.index({ member: 1, at: -1 })
verificationSchema.index({ works: 1, at: 1 })

export type VerificationRecord = InferSchemaType<typeof verificationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Verification = mongoose.model('Verification', verificationSchema)
