import './forgetting.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'

/** The settings of this network: one record. */
const networkSchema = new Schema({
  _id: { type: String, default: 'network' },
  name: { type: String, default: 'Rouedad' },
  tagline: { type: String, default: '' },
  region: { type: String, default: '' },
  /** Hexadecimal, `#0a5f5b`; empty for the hub's own. */
  colours: {
    type: new Schema(
      { act: { type: String, default: '' }, bar: { type: String, default: '' } },
      { _id: false },
    ),
    default: () => ({}),
  },
  volunteersAtOnce: { type: Boolean, default: false },
  /** Set at the first administrator's installation, so that it happens once. */
  installedAt: { type: Date },
})

export type NetworkRecord = InferSchemaType<typeof networkSchema>
export const Network = mongoose.model('Network', networkSchema)
