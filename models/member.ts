import './forgetting.ts'
import mongoose, { type HydratedDocument, type InferSchemaType, Schema } from 'mongoose'

export const ROLES = ['volunteer', 'animateur', 'coordinator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const MEMBER_STATES = ['pending', 'active', 'suspended'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

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
    skills: { type: [String], default: [] },
    bio: { type: String, default: '' },
    photo: { type: String },
    /** Raised to sign every session of this member out. */
    sessionEpoch: { type: Number, default: 0 },
    reset: { type: new Schema({ hash: String, expiresAt: Date }, { _id: false }) },
    /** « je connais l'équipe de Rostrenen » : what a candidate tells the coordinators. */
    introduction: { type: String, default: '' },
  },
  { timestamps: true },
)

memberSchema.index({ email: 1 }, { unique: true })
memberSchema.index({ slug: 1 }, { unique: true })
memberSchema.index({ state: 1, name: 1 })
memberSchema.index({ space: 1, name: 1 })
memberSchema.index({ spaceClaimed: 1 }, { sparse: true })
memberSchema.index({ 'reset.hash': 1 }, { sparse: true })

export type MemberRecord = InferSchemaType<typeof memberSchema> & { _id: mongoose.Types.ObjectId }
export type MemberDocument = HydratedDocument<InferSchemaType<typeof memberSchema>>
export const Member = mongoose.model('Member', memberSchema)
