import './writes.ts'
import mongoose, { Schema } from 'mongoose'
import { expires } from './expiring.ts'

/** A form that came, and the record that it made: sent again, it makes no other. None of its words are here. */
const sentFormSchema = new Schema(
  {
    _id: { type: String, required: true },
    record: { type: Schema.Types.ObjectId },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
)

sentFormSchema.index({ expiresAt: 1 })

export const SentForm = mongoose.model('SentForm', sentFormSchema, 'sent_forms')

expires(SentForm, 'expiresAt')
