import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { ACTS, type Act } from './words/audit-entry.ts'

/** What members do to their own account. */
export const OF_ONESELF: readonly Act[] = ACTS.filter(act =>
  /^(access|token)\.|^member\.(leaving|staying|dataAsked)$/.test(act),
)

/**
 * One act of moderation or administration. Each entry holds the hash of the one before it, so that a
 * changed or missing one is found. Nothing changes or removes an entry.
 */
const auditEntrySchema = new Schema(
  {
    /** 1, 2, 3… without gap. */
    seq: { type: Number, required: true },
    at: { type: Date, required: true },
    /** The member's id; empty when the hub itself did it. */
    actor: { type: String, default: '' },
    actorName: { type: String, default: '' },
    act: { type: String, required: true },
    targetKind: { type: String, default: '' },
    targetId: { type: String, default: '' },
    targetLabel: { type: String, default: '' },
    /** Canonical JSON as text: what is hashed is what is stored, byte for byte. */
    details: { type: String, default: '{}' },
    previous: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { versionKey: false },
)

auditEntrySchema.index({ seq: 1 }, { unique: true })
auditEntrySchema.index({ actor: 1, seq: -1 })
auditEntrySchema.index({ act: 1, seq: -1 })
auditEntrySchema.index({ at: 1, seq: -1 })

function refuse(): never {
  throw new Error('The audit log is never changed')
}

auditEntrySchema.pre('save', function () {
  if (!this.isNew) refuse()
})
auditEntrySchema.pre('deleteOne', { document: true, query: false }, refuse)
auditEntrySchema.pre('updateOne', { document: true, query: false }, refuse)
auditEntrySchema.pre('bulkWrite', refuse)
auditEntrySchema.pre(
  [
    ...(['updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany'] as const),
    ...(['findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete'] as const),
  ],
  { document: false, query: true },
  refuse,
)

export type AuditEntryRecord = InferSchemaType<typeof auditEntrySchema> & {
  _id: mongoose.Types.ObjectId
}
export const AuditEntry = mongoose.model('AuditEntry', auditEntrySchema, 'audit_entries')
