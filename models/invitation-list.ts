import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { expires } from './expiring.ts'

const lineSchema = new Schema(
  {
    /** As a person counts lines in a spreadsheet: the header is the first. */
    number: { type: Number, required: true },
    name: { type: String, default: '' },
    email: { type: String, default: '' },
    role: { type: String, default: '' },
    space: { type: String, default: '' },
  },
  { _id: false },
)

/** A file of people to invite, as it was read: looked at first, sent once. */
const invitationListSchema = new Schema({
  maker: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  lines: { type: [lineSchema], default: [] },
  word: { type: String, default: '' },
  days: { type: Number, required: true },
  language: { type: String, enum: ['fr', 'en'], default: 'fr' },
  createdAt: { type: Date, required: true },
  sentAt: { type: Date },
  /** Addresses of people who are not members are not kept for long. */
  forgottenAt: { type: Date, required: true },
})

invitationListSchema.index({ forgottenAt: 1 })

export type InvitationListRecord = InferSchemaType<typeof invitationListSchema> & {
  _id: mongoose.Types.ObjectId
}
export const InvitationList = mongoose.model(
  'InvitationList',
  invitationListSchema,
  'invitation_lists',
)

expires(InvitationList, 'forgottenAt')
