import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { COMPLIANCES } from './words/network.ts'

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
  /** What the legal pages name: who publishes, who hosts, whom to write to. */
  legal: {
    type: new Schema(
      {
        publisher: { type: String, default: '' },
        address: { type: String, default: '' },
        director: { type: String, default: '' },
        host: { type: String, default: '' },
        contact: { type: String, default: '' },
        dataContact: { type: String, default: '' },
        /** What an audit of the RGAA found; without one, the law says « non conforme ». */
        compliance: { type: String, enum: COMPLIANCES, default: 'none' },
      },
      { _id: false },
    ),
    default: () => ({}),
  },
  volunteersAtOnce: { type: Boolean, default: false },
  /** Administrators do nothing before they have set a second factor up. */
  adminsNeedSecondFactor: { type: Boolean, default: false },
  /** Set at the first administrator's installation, so that it happens once. */
  installedAt: { type: Date },
})

export type NetworkRecord = InferSchemaType<typeof networkSchema>
export const Network = mongoose.model('Network', networkSchema)
