import { AUDIENCE } from './words/audience.ts'

export const audienceField = { type: String, match: AUDIENCE, required: true } as const
