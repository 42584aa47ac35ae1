import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { READABLE } from './words/read-mark.ts'

/** How far a member has read a discussion (number of a reply) or a room (seq of a message). */
const readMarkSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  kind: { type: String, enum: READABLE, required: true },
  target: { type: Schema.Types.ObjectId, required: true },
  seq: { type: Number, default: 0 },
  at: { type: Date, required: true },
})

readMarkSchema.index({ member: 1, kind: 1, target: 1 }, { unique: true })
readMarkSchema.index({ member: 1, kind: 1, at: -1 })
readMarkSchema.index({ target: 1 })

export type ReadMarkRecord = InferSchemaType<typeof readMarkSchema> & {
  _id: mongoose.Types.ObjectId
}
export const ReadMark = mongoose.model('ReadMark', readMarkSchema)
