import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { attachmentSchema } from './attachment.ts'
import { audienceField } from './audience.ts'
import { GATHERING_KINDS } from './words/gathering.ts'

const slotSchema = new Schema(
  {
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    room: { type: String, default: '' },
    title: { type: String, required: true },
    speakers: { type: [String], default: [] },
    description: { type: String, default: '' },
    html: { type: String, default: '' },
  },
  { _id: false },
)

const gatheringSchema = new Schema(
  {
    slug: { type: String, required: true },
    kind: { type: String, enum: GATHERING_KINDS, required: true },
    title: { type: String, required: true },
    description: { type: String, default: '' },
    html: { type: String, default: '' },
    /** The first words of the description, for lists. */
    excerpt: { type: String, default: '' },
    startsAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    timeZone: { type: String, required: true },
    venue: { type: String, default: '' },
    address: { type: String, default: '' },
    attendees: { type: String, default: '' },
    attendeesHtml: { type: String, default: '' },
    audience: audienceField,
    slots: { type: [slotSchema], default: [] },
    attachments: { type: [attachmentSchema], default: [] },
    author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
    space: { type: Schema.Types.ObjectId, ref: 'Space' },
    /** By the moderation: then nobody reads it. */
    hiddenAt: { type: Date },
    /** Raised by each change: two saves at once are told apart, calendars see an update. */
    version: { type: Number, default: 1 },
  },
  { timestamps: true },
)

gatheringSchema.index({ slug: 1 }, { unique: true })
gatheringSchema.index({ audience: 1, endsAt: 1 })
gatheringSchema.index({ endsAt: 1 })
gatheringSchema.index({ space: 1, endsAt: 1 }, { sparse: true })
gatheringSchema.index({ author: 1, kind: 1 })
gatheringSchema.index({ 'attachments.key': 1 }, { sparse: true })
gatheringSchema.index({ createdAt: -1 })

export type SlotRecord = InferSchemaType<typeof slotSchema>
export type GatheringRecord = InferSchemaType<typeof gatheringSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Gathering = mongoose.model('Gathering', gatheringSchema)
