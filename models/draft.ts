import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { type AttachmentRecord, attachmentSchema } from './attachment.ts'

/** What a member has begun to write and nobody else sees: a new resource, or a change of one. */
const draftSchema = new Schema(
  {
    member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    /** The resource that it changes; none for a new one. */
    resource: { type: Schema.Types.ObjectId, ref: 'Resource' },
    /** One draft a member and resource: the resource's id, or its own for a new one. */
    place: { type: String, required: true },
    title: { type: String, default: '' },
    /** The form's fields as they were typed, right or wrong. */
    values: { type: Schema.Types.Mixed, default: {} },
    /** The version of the resource that the writing began from. */
    baseVersion: { type: Number },
    attachments: { type: [attachmentSchema], default: [] },
    /** Those of the files that stand in the text: gone from it, they go. */
    pictures: { type: [Schema.Types.ObjectId], default: [] },
    /** What an import could not take over: words of the language files. */
    notes: { type: [String], default: [] },
    /** Counted up by each save, so that two windows do not write over each other. */
    turn: { type: Number, default: 0 },
    /** The window that saved last, and when it had read the fields. */
    tab: { type: String, default: '' },
    writtenAt: { type: Number, default: 0 },
    /** Its files are being made the resource's own: they are not removed with it. */
    spent: { type: Boolean, default: false },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
)

draftSchema.index({ member: 1, place: 1 }, { unique: true })
draftSchema.index({ member: 1, updatedAt: -1 })
draftSchema.index({ resource: 1, updatedAt: -1 })
draftSchema.index({ updatedAt: 1 })

type Stored = InferSchemaType<typeof draftSchema>
export type DraftRecord = Omit<Stored, 'attachments' | 'values'> & {
  _id: mongoose.Types.ObjectId
  values: Record<string, unknown>
  attachments: AttachmentRecord[]
}
export const Draft = mongoose.model('Draft', draftSchema)
