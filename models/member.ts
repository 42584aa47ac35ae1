import './writes.ts'
import mongoose, { type HydratedDocument, type InferSchemaType, Schema } from 'mongoose'
import { CIRCLES, type Circle, MEMBER_STATES, PACES, ROLES } from './words/member.ts'

const circle = (without: Circle) => ({ type: String, enum: CIRCLES, default: without })

const memberSchema = new Schema(
  {
    name: { type: String, required: true },
    slug: { type: String, required: true },
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
    role: { type: String, enum: ROLES, required: true },
    state: { type: String, enum: MEMBER_STATES, required: true },
    space: { type: Schema.Types.ObjectId, ref: 'Space' },
    /** Chosen by the member alone: gives no right over it until the coordination agrees. */
    spaceClaimed: { type: Boolean },
    /** The space that they may edit without being its animateur, as long as they belong to it. */
    keeperOf: { type: Schema.Types.ObjectId, ref: 'Space' },
    skills: { type: [String], default: [] },
    bio: { type: String, default: '' },
    photo: { type: String },
    /** Raised to sign every session of this member out. */
    sessionEpoch: { type: Number, default: 0 },
    /** Which versions of the page on personal data they were shown. */
    consents: {
      type: [
        new Schema(
          {
            page: { type: String, required: true },
            version: { type: Number, required: true },
            at: { type: Date, required: true },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    reset: { type: new Schema({ hash: String, expiresAt: Date }, { _id: false }) },
    /** « je connais l'équipe de Rostrenen » : what a candidate tells the coordinators. */
    introduction: { type: String, default: '' },
    /** When the coordination let them in by hand; a week later they are no longer new. */
    approvedAt: { type: Date },
    suspendedUntil: { type: Date },
    /** What the coordination tells somebody whom it keeps out. */
    sanctionWord: { type: String },
    language: { type: String, enum: ['fr', 'en'], default: 'fr' },
    /** Has not seen the page of welcome yet. */
    toWelcome: { type: Boolean },
    /** The invitation that let them in. */
    invitation: { type: Schema.Types.ObjectId, ref: 'Invitation' },
    /** Until then, whoever joined by a link shows that the address is theirs. */
    confirmBy: { type: Date },
    /** Codes of the library's themes. */
    themes: { type: [String], default: [] },
    mail: {
      type: new Schema(
        {
          pace: { type: String, enum: PACES, required: true },
          /** What is newer than this was not told yet. */
          since: { type: Date, required: true },
          nextAt: { type: Date },
          /** In the link of each mail that ends them. */
          key: { type: String, required: true },
        },
        { _id: false },
      ),
    },
    phone: { type: String, default: '' },
    /** Contact is private until its owner says otherwise. */
    shown: {
      type: new Schema(
        {
          email: circle('nobody'),
          phone: circle('nobody'),
          skills: circle('network'),
          space: circle('network'),
          bio: circle('network'),
          figures: circle('nobody'),
        },
        { _id: false },
      ),
      default: () => ({}),
    },
    /** What a volunteer offers, to be found by who prepares a workshop. */
    help: {
      type: new Schema(
        {
          found: { type: Boolean, default: false },
          themes: { type: [String], default: [] },
          /** Codes of themes and slugs of skills: what is searched. */
          keys: { type: [String], default: [] },
          /** `mo-am`: Monday morning. */
          times: { type: [String], default: [] },
          near: { type: Schema.Types.ObjectId, ref: 'Space' },
          radiusKm: { type: Number, default: 20 },
        },
        { _id: false },
      ),
    },
  },
  { timestamps: true },
)

memberSchema.index({ email: 1 }, { unique: true })
memberSchema.index({ slug: 1 }, { unique: true })
memberSchema.index({ state: 1, name: 1 })
memberSchema.index({ space: 1, name: 1 })
memberSchema.index({ spaceClaimed: 1 }, { sparse: true })
memberSchema.index({ suspendedUntil: 1 }, { sparse: true })
memberSchema.index({ role: 1, state: 1, name: 1 })
memberSchema.index({ 'reset.hash': 1 }, { sparse: true })
memberSchema.index({ confirmBy: 1 }, { sparse: true })
memberSchema.index({ 'mail.nextAt': 1 }, { sparse: true })
memberSchema.index({ 'mail.key': 1 }, { unique: true, sparse: true })
memberSchema.index({ 'help.found': 1, 'help.near': 1 }, { sparse: true })
memberSchema.index({ 'help.keys': 1 }, { sparse: true })

export type MemberRecord = InferSchemaType<typeof memberSchema> & { _id: mongoose.Types.ObjectId }
export type MemberDocument = HydratedDocument<InferSchemaType<typeof memberSchema>>
export const Member = mongoose.model('Member', memberSchema)
