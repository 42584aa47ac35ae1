import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { DEPARTURE_CAUSES } from './words/departure.ts'

/** An account that goes, from the wish to the end of the last step: then this goes too. */
const departureSchema = new Schema({
  member: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Whether what they wrote stays, without their name. */
  keep: { type: Boolean, required: true },
  cause: { type: String, enum: DEPARTURE_CAUSES, required: true },
  askedAt: { type: Date, required: true },
  dueAt: { type: Date, required: true },
  /** From here on there is no way back. */
  begunAt: { type: Date },
})

departureSchema.index({ member: 1 }, { unique: true })
departureSchema.index({ dueAt: 1 })

export type DepartureRecord = InferSchemaType<typeof departureSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Departure = mongoose.model('Departure', departureSchema)
