import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { withheldSchema } from './reply.ts'

const messageSchema = new Schema({
  room: { type: Schema.Types.ObjectId, ref: 'Room', required: true },
  /** 1, 2, 3… in its room, without gap: a removed message keeps its place. */
  seq: { type: Number, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Chosen by the sender, so that sending again after a doubt makes no second message. */
  clientId: { type: String, required: true },
  body: { type: String, default: '' },
  /** `body` rendered when it was written. */
  html: { type: String, default: '' },
  createdAt: { type: Date, required: true },
  editedAt: { type: Date },
  removedAt: { type: Date },
  removedBy: { type: Schema.Types.ObjectId, ref: 'Member' },
  /** By the moderation: `body` and `html` are then empty, and `withheld` holds them. */
  hiddenAt: { type: Date },
  withheld: { type: withheldSchema, select: false },
})

messageSchema.index({ room: 1, seq: 1 }, { unique: true })
messageSchema.index({ room: 1, author: 1, clientId: 1 }, { unique: true })
messageSchema.index({ author: 1, removedAt: 1 })

export type MessageRecord = InferSchemaType<typeof messageSchema> & { _id: mongoose.Types.ObjectId }
export const Message = mongoose.model('Message', messageSchema)
