import './writes.ts'
import mongoose, { type InferSchemaType, Schema } from 'mongoose'
import { type AttachmentRecord, attachmentSchema } from './attachment.ts'
import { audienceField } from './audience.ts'
import {
  INTERNET_NEEDS,
  LEVELS,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  STEP_MODES,
} from './words/resource.ts'

/** A program or a machine that the resource speaks of, in the version with which it was tried. */
const toolSchema = new Schema(
  { name: { type: String, required: true }, version: { type: String, default: '' } },
  { _id: false },
)

/** How many words a save added and removed. */
export const changeSizeSchema = new Schema(
  { added: { type: Number, required: true }, removed: { type: Number, required: true } },
  { _id: false },
)

const stepSchema = new Schema(
  {
    title: { type: String, required: true },
    minutes: { type: Number, default: 0 },
    mode: { type: String, enum: STEP_MODES, default: 'do' },
    body: { type: String, default: '' },
    html: { type: String, default: '' },
  },
  { _id: false },
)

/** What an adaptation says of each work that it comes from, even when that one is gone. */
const ancestorSchema = new Schema(
  {
    resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
    version: { type: Number, required: true },
    savedAt: { type: Date, required: true },
    /** Neither is told by a library that was taken away while the moderation hid the work. */
    slug: { type: String, default: '' },
    title: { type: String, default: '' },
    licence: { type: String, default: '' },
    audience: { type: String, required: true },
    author: { type: Schema.Types.ObjectId, ref: 'Member' },
  },
  { _id: false },
)

const adaptedFromSchema = new Schema(
  {
    resource: { type: Schema.Types.ObjectId, ref: 'Resource', required: true },
    /** The version of the original that it follows. */
    version: { type: Number, required: true },
    /** A later one, which the adapter does not want. */
    ignored: { type: Number },
    /** The original first, then what that one came from. */
    ancestors: { type: [ancestorSchema], required: true },
  },
  { _id: false },
)

/** What a version keeps: everything that people write, with its rendered Markdown beside. */
export const contentFields = {
  kind: { type: String, enum: RESOURCE_KINDS, required: true },
  title: { type: String, required: true },
  summary: { type: String, default: '' },
  body: { type: String, default: '' },
  html: { type: String, default: '' },
  publics: { type: [String], default: [] },
  level: { type: String, enum: LEVELS },
  durationMinutes: { type: Number },
  preparationMinutes: { type: Number },
  /** A number of people, or words: « 6 à 8 ». */
  groupSize: { type: Schema.Types.Mixed },
  materials: { type: [String], default: [] },
  internet: { type: String, enum: INTERNET_NEEDS },
  /** In words: « gratuit », « 3 € par personne ». */
  cost: { type: String, default: '' },
  tools: { type: [toolSchema], default: [] },
  systems: { type: [String], default: [] },
  prerequisites: { type: [String], default: [] },
  /** The day (2027-01-31) by which somebody should have tried it again. */
  verifyBy: { type: String },
  steps: { type: [stepSchema], default: [] },
  themes: { type: [String], default: [] },
  licence: { type: String, default: '' },
  audience: audienceField,
} as const

/** What others made of it, counted again whenever one of them writes: lists show it without asking them. */
const tallySchema = new Schema(
  {
    runs: { type: Number, default: 0 },
    spaces: { type: Number, default: 0 },
    people: { type: Number, default: 0 },
    /** A day, as those below. */
    lastRunOn: { type: String },
    ratings: { type: Number, default: 0 },
    /** The sum of their values. */
    stars: { type: Number, default: 0 },
    /** The last verification: what it found, when, and who. */
    works: { type: Boolean },
    checkedOn: { type: String },
    checkedBy: { type: Schema.Types.ObjectId, ref: 'Member' },
    /** Raised at each count: of two at once, the second counts again. */
    turn: { type: Number, default: 0 },
  },
  { _id: false },
)

const resourceSchema = new Schema({
  ...contentFields,
  slug: { type: String, required: true },
  state: { type: String, enum: RESOURCE_STATES, required: true },
  /** The state that the end of an archive gives back. */
  stateBefore: { type: String, enum: RESOURCE_STATES },
  /** A new member's, with a link to elsewhere: somebody else has to read it. */
  waiting: { type: Boolean },
  author: { type: Schema.Types.ObjectId, ref: 'Member', required: true },
  /** Who saved the current version, and what they said of it. */
  editor: { type: Schema.Types.ObjectId, ref: 'Member' },
  change: { type: String, default: '' },
  changed: { type: changeSizeSchema },
  version: { type: Number, default: 1 },
  attachments: { type: [attachmentSchema], default: [] },
  adaptedFrom: { type: adaptedFromSchema },
  /** Its author agrees that others adapt it, whatever its licence says. */
  adaptable: { type: Boolean },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  /** When others could first read it; until then, when it was written. */
  publishedAt: { type: Date, required: true },
  /** For finding, computed at each save: codes of publics, themes and materials. */
  publicKeys: { type: [String], default: [] },
  themeKeys: { type: [String], default: [] },
  equipment: { type: [String], default: [] },
  /** How many machines and people at most, when its words say so. */
  computersNeeded: { type: Number },
  mostPeople: { type: Number },
  sortTitle: { type: String, default: '' },
  /** The duration, or a large number without one, so that what has none comes last. */
  sortMinutes: { type: Number, default: 0 },
  tally: { type: tallySchema },
  /** The day from which somebody should try it again: its `verifyBy`, or long after the last verification. */
  checkOn: { type: String },
  /** The `verifyBy` of which its author was reminded. */
  remindedOf: { type: String },
})

resourceSchema.index({ slug: 1 }, { unique: true })
resourceSchema.index({ state: 1, audience: 1, publishedAt: -1 })
resourceSchema.index({ state: 1, kind: 1, publishedAt: -1 })
resourceSchema.index({ state: 1, publishedAt: -1 })
resourceSchema.index({ state: 1, updatedAt: 1 })
resourceSchema.index({ state: 1, sortMinutes: 1 })
resourceSchema.index({ state: 1, sortTitle: 1 })
resourceSchema.index({ publicKeys: 1 })
resourceSchema.index({ themeKeys: 1 })
resourceSchema.index({ author: 1, state: 1 })
resourceSchema.index({ editor: 1 })
resourceSchema.index({ 'adaptedFrom.resource': 1, publishedAt: -1 })
resourceSchema.index({ state: 1, checkOn: 1 })
resourceSchema.index({ state: 1, verifyBy: 1 })
resourceSchema.index({ 'attachments.key': 1 }, { sparse: true })
resourceSchema.index({ waiting: 1, updatedAt: 1 }, { sparse: true })

type Stored = InferSchemaType<typeof resourceSchema>
export type AncestorRecord = InferSchemaType<typeof ancestorSchema>
export type ResourceRecord = Omit<Stored, 'groupSize' | 'attachments' | 'adaptedFrom'> & {
  _id: mongoose.Types.ObjectId
  groupSize?: number | string | null
  attachments: AttachmentRecord[]
  adaptedFrom?: {
    resource: mongoose.Types.ObjectId
    version: number
    ignored?: number | null
    ancestors: AncestorRecord[]
  } | null
}
export const Resource = mongoose.model('Resource', resourceSchema)
