import './writes.ts'
import mongoose, { type InferSchemaType, Schema, type Types } from 'mongoose'

/** Who wrote what was brought here from elsewhere, and has no account on this hub: their work keeps their name. */
const contributorSchema = new Schema({
  slug: { type: String, required: true },
  name: { type: String, required: true },
})

contributorSchema.index({ slug: 1, name: 1 }, { unique: true })

export type ContributorRecord = InferSchemaType<typeof contributorSchema> & { _id: Types.ObjectId }
export const Contributor = mongoose.model('Contributor', contributorSchema)
