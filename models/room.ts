import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { AUDIENCE } from './words/audience.ts'
import { ROOM_ICONS } from './words/room.ts'

/** What lists show of a room without reading its messages; its messages remain the truth. */
const lastMessageSchema = new Schema(
  {
    seq: { type: Number, required: true },
    at: { type: Date, required: true },
    author: { type: String, default: '' },
    excerpt: { type: String, default: '' },
  },
  { _id: false },
)

/** A place of the network where members talk live. Its slug outlives its title, since links hold it. */
const roomSchema = new Schema(
  {
    slug: { type: String, required: true },
    title: { type: String, required: true },
    topic: { type: String, default: '' },
    icon: { type: String, enum: ROOM_ICONS, default: 'chat' },
    order: { type: Number, default: 0 },
    audience: { type: String, match: AUDIENCE, default: 'network' },
    archivedAt: { type: Date, default: null },
    last: { type: lastMessageSchema },
  },
  { timestamps: true },
)

roomSchema.index({ slug: 1 }, { unique: true })
roomSchema.index({ archivedAt: 1, order: 1, title: 1 })

export type RoomRecord = InferSchemaType<typeof roomSchema> & { _id: mongoose.Types.ObjectId }
export const Room = mongoose.model('Room', roomSchema)
