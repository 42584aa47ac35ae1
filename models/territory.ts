import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** A *pays*: a group of spaces, one or several of them leading it. */
const territorySchema = new Schema({
  slug: { type: String, required: true },
  name: { type: String, required: true },
})

territorySchema.index({ slug: 1 }, { unique: true })
territorySchema.index({ name: 1 })

export type TerritoryRecord = InferSchemaType<typeof territorySchema> & {
  _id: mongoose.Types.ObjectId
}
export const Territory = mongoose.model('Territory', territorySchema)
