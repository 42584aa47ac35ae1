import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** An address that may not join again: its hash alone, which outlives the account. */
const banSchema = new Schema({
  _id: { type: String, required: true },
  at: { type: Date, required: true },
})

export type BanRecord = InferSchemaType<typeof banSchema>
export const Ban = mongoose.model('Ban', banSchema)
