import './writes.ts'
import mongoose, { Schema } from 'mongoose'
import { expires } from './expiring.ts'

/** What was used and may not be used again, kept until it would be too late anyway. */
const usedOnceSchema = new Schema(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { versionKey: false },
)

usedOnceSchema.index({ expiresAt: 1 })

export const UsedOnce = mongoose.model('UsedOnce', usedOnceSchema, 'used_once')

expires(UsedOnce, 'expiresAt')
