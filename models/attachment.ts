import { type InferSchemaType, Schema, type Types } from 'mongoose'

/** A file that belongs to a record and lives inside it. `key` names its bytes in the file store. */
export const attachmentSchema = new Schema({
  key: { type: String, required: true },
  name: { type: String, required: true },
  mime: { type: String, required: true },
  kind: { type: String, required: true },
  size: { type: Number, required: true },
  sha256: { type: String, required: true },
})

export type AttachmentRecord = InferSchemaType<typeof attachmentSchema> & { _id: Types.ObjectId }
