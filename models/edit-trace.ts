import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'

const words = new Schema(
  { title: { type: String, default: '' }, body: { type: String, default: '' } },
  { _id: false },
)
const YEAR_S = 365 * 24 * 3600

/** What stood before an edit and after it: for moderators a year long; for its author when a moderator did it. */
const editTraceSchema = new Schema({
  kind: { type: String, required: true },
  target: { type: Schema.Types.ObjectId, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  editor: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  before: { type: words, required: true },
  after: { type: words, required: true },
  at: { type: Date, required: true },
})

editTraceSchema.index({ kind: 1, target: 1, at: 1 })
editTraceSchema.index({ at: 1 })
editTraceSchema.index({ author: 1 })

export type EditTraceRecord = InferSchemaType<typeof editTraceSchema> & {
  _id: mongoose.Types.ObjectId
}
export const EditTrace = mongoose.model('EditTrace', editTraceSchema, 'edit_traces')

expires(EditTrace, 'at', YEAR_S)
