import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The last day that a member came, `2026-11-22`: the hour is nobody's business. `_id` is the member's. */
const visitSchema = new Schema(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    lastSeenOn: { type: String, required: true },
    /** The days on which they were told that the account would close. */
    warnedOn: { type: String },
    warnedAgainOn: { type: String },
  },
  { versionKey: false },
)

visitSchema.index({ lastSeenOn: 1 })

export type VisitRecord = InferSchemaType<typeof visitSchema>
export const Visit = mongoose.model('Visit', visitSchema)
