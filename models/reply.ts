import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The words that the moderation took away, until it gives them back. No query reads them unasked. */
export const withheldSchema = new Schema({ body: String, html: String }, { _id: false })

const replySchema = new Schema({
  thread: { type: Schema.Types.ObjectId, ref: 'Thread', required: true },
  /** 1, 2, 3… in its thread, without gap, for ever: links and pages count on it. */
  number: { type: Number, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Empty once taken back. */
  body: { type: String, default: '' },
  /** `body` rendered when it was written. */
  html: { type: String, default: '' },
  /** The same form sent twice makes one reply. */
  once: { type: String },
  createdAt: { type: Date, required: true },
  editedAt: { type: Date },
  removed: { type: Boolean, default: false },
  removedAt: { type: Date },
  removedBy: { type: Schema.Types.ObjectId, ref: 'Member' },
  /** By the moderation: `body` and `html` are then empty, and `withheld` holds them. */
  hiddenAt: { type: Date },
  withheld: { type: withheldSchema, select: false },
})

replySchema.index({ thread: 1, number: 1 }, { unique: true })
replySchema.index({ thread: 1, removed: 1, number: -1 })
replySchema.index({ author: 1, removed: 1 })
replySchema.index({ once: 1 }, { unique: true, sparse: true })

export type ReplyRecord = InferSchemaType<typeof replySchema> & { _id: mongoose.Types.ObjectId }
export const Reply = mongoose.model('Reply', replySchema)
