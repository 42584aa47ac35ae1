import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { SPACE_KINDS } from './words/space.ts'

const spaceSchema = new Schema(
  {
    name: { type: String, required: true },
    slug: { type: String, required: true },
    kind: { type: String, enum: SPACE_KINDS, required: true },
    description: { type: String, default: '' },
    html: { type: String, default: '' },
    address: { type: String, default: '' },
    postcode: { type: String, default: '' },
    commune: { type: String, required: true },
    latitude: { type: Number },
    longitude: { type: Number },
    territory: { type: Schema.Types.ObjectId, ref: 'Territory' },
    lead: { type: Boolean, default: false },
    labelled: { type: Boolean, default: false },
    services: { type: [String], default: [] },
    /** How many computers people find there. */
    computers: { type: Number, default: null },
    /** As OpenStreetMap writes it: `Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00`. */
    openingHours: { type: String, default: '' },
    /** The days it opens, 0 for Monday; none while the hours are free text. */
    openDays: { type: [Number], default: [] },
    phone: { type: String, default: '' },
    email: { type: String, default: '' },
    website: { type: String, default: '' },
    /** Commune then name, without accents: French order without a collation. */
    sortKey: { type: String, required: true },
    /** Words of name, commune and postcode without accents, for finding. */
    words: { type: [String], default: [] },
  },
  { timestamps: true },
)

spaceSchema.index({ slug: 1 }, { unique: true })
spaceSchema.index({ sortKey: 1 })
spaceSchema.index({ territory: 1, sortKey: 1 })
spaceSchema.index({ words: 1 })
spaceSchema.index({ kind: 1, sortKey: 1 })
spaceSchema.index({ labelled: 1, sortKey: 1 })
spaceSchema.index({ services: 1, sortKey: 1 })
spaceSchema.index({ openDays: 1, sortKey: 1 })

export type SpaceFields = InferSchemaType<typeof spaceSchema>
export type SpaceRecord = SpaceFields & { _id: mongoose.Types.ObjectId }
export const Space = mongoose.model('Space', spaceSchema)
