import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'
import { ROLES } from './words/member.ts'

/** A link that lets people in without approval. The link itself is nowhere: only its hash. */
const invitationSchema = new Schema({
  hash: { type: String, required: true },
  role: { type: String, enum: ROLES, required: true },
  space: { type: Schema.Types.ObjectId, ref: 'Space' },
  /** What the coordination writes to whoever is invited. */
  word: { type: String, default: '' },
  /** Of a personal one: whom it was sent to. */
  name: { type: String, default: '' },
  email: { type: String },
  language: { type: String, enum: ['fr', 'en'], default: 'fr' },
  uses: { type: Number, required: true },
  /** Counted down by each person who joins. */
  left: { type: Number, required: true },
  /** Their rights are asked again at each use. */
  maker: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  revokedAt: { type: Date },
  /** When the mail left. `sendingAt` keeps two jobs from sending it twice. */
  sentAt: { type: Date },
  sendingAt: { type: Date },
  /** The list that it comes from. */
  list: { type: Schema.Types.ObjectId, ref: 'InvitationList' },
  /** The same form, or the same line, sent twice makes one invitation. */
  once: { type: String },
  /** Its end stays in the list for a while. */
  forgottenAt: { type: Date, required: true },
})

invitationSchema.index({ hash: 1 }, { unique: true })
invitationSchema.index({ createdAt: -1 })
invitationSchema.index({ email: 1 }, { sparse: true })
invitationSchema.index({ list: 1, sentAt: 1 }, { sparse: true })
invitationSchema.index({ once: 1 }, { unique: true, sparse: true })
invitationSchema.index({ forgottenAt: 1 })

export type InvitationRecord = InferSchemaType<typeof invitationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Invitation = mongoose.model('Invitation', invitationSchema)

expires(Invitation, 'forgottenAt')
