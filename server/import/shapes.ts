import { z } from 'zod'
import { ROLES } from '../../models/words/member.ts'
import { ROOM_ICONS } from '../../models/words/room.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { networkZone } from '../platform/time-zone.ts'

/** What the files of a network say: the same words as its forms, with authors by their slug. */
/** Plain text as a person types it, with the typography of French print. */
const words = z.string().transform(frenchTypography)
const yes = z.string().transform(value => value === 'yes')
const piped = z.string().transform(value => value.split('|').filter(Boolean))

export const networkFile = z.object({
  name: z.string(),
  tagline: words.default(''),
  region: z.string().default(''),
  welcome: z.string().default(''),
  categories: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      nameEn: z.string().default(''),
      description: words.default(''),
      descriptionEn: z.string().default(''),
      tone: z.enum(['glass', 'sea', 'heather', 'wheat', 'brick']).default('sea'),
    }),
  ),
  territories: z.array(z.object({ slug: z.string(), name: z.string() })),
})

export const spaceRow = z.object({
  slug: z.string(),
  name: words,
  kind: z.string(),
  address: z.string(),
  postcode: z.string(),
  commune: z.string(),
  latitude: z.coerce.number(),
  longitude: z.coerce.number(),
  territory: z.string(),
  lead: yes,
  services: piped,
  openingHours: z.string(),
  phone: z.string(),
  email: z.string(),
  website: z.string(),
  labelled: yes,
  description: words,
})

export const memberRow = z.object({
  slug: z.string(),
  name: z.string(),
  email: z.email(),
  role: z.enum(ROLES),
  space: z.string(),
  skills: piped,
  bio: words,
  joined: z.string(),
})

export const resourceFile = z.object({
  kind: z.enum(['sheet', 'guide', 'programme']),
  title: words,
  summary: words,
  author: z.string(),
  publics: z.array(z.string()),
  level: z.string(),
  durationMinutes: z.number(),
  preparationMinutes: z.number().optional(),
  groupSize: z.union([z.string(), z.number()]),
  materials: z.array(words),
  internet: z.enum(['none', 'useful', 'needed']).optional(),
  cost: words.optional(),
  tools: z.array(z.object({ name: z.string(), version: z.string().optional() })).optional(),
  systems: z.array(z.string()).optional(),
  prerequisites: z.array(words).optional(),
  verifyBy: z.iso.date().optional(),
  themes: z.array(z.string()),
  licence: z.string(),
  audience: z.enum(['public', 'network']),
  createdAt: z.string(),
  updatedAt: z.string().optional(),
  steps: z.array(
    z.object({
      title: words,
      minutes: z.number(),
      mode: z.enum(['talk', 'show', 'do']),
      body: z.string(),
    }),
  ),
  files: z.array(z.string()).default([]),
  body: z.string(),
})

const post = z.object({ author: z.string(), at: z.string(), body: z.string() })

export const threadFile = post.extend({
  title: words,
  category: z.string(),
  /** The slug of the resource that it asks about. */
  resource: z.string().optional(),
  replies: z.array(post).default([]),
})

export const roomFile = z.object({
  title: words,
  topic: words.default(''),
  icon: z.enum(ROOM_ICONS).default('chat'),
  messages: z.array(post),
})

export const gatheringFile = z.object({
  slug: z.string().optional(),
  kind: z.string(),
  title: words,
  description: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  timeZone: z.string().default(networkZone),
  venue: words,
  address: z.string().default(''),
  attendees: words.default(''),
  audience: z.enum(['public', 'network']).default('public'),
  author: z.string(),
  slots: z
    .array(
      z.object({
        startsAt: z.string(),
        endsAt: z.string(),
        room: z.string().default(''),
        title: words,
        speakers: z.array(z.string()).default([]),
        description: words.default(''),
      }),
    )
    .default([]),
  files: z.array(z.string()).default([]),
})

export const groupFile = z.object({
  title: words,
  purpose: z.string().default(''),
  kind: z.string(),
  keeper: z.string(),
  members: z.array(z.string()).default([]),
})

export const collectionFile = z.object({
  title: words,
  summary: words.default(''),
  author: z.string(),
  /** `personal`, `network`, `public` or `group:` and the slug of a group. */
  audience: z.string(),
  official: z.boolean().default(false),
  on: z.string(),
  items: z.array(z.object({ resource: z.string(), note: words.default('') })),
})

/** What others made of one resource, whose slug is the file's name. */
export const givenFile = z.object({
  runs: z
    .array(
      z.object({
        member: z.string(),
        space: z.string().optional(),
        on: z.string(),
        headcount: z.number(),
        minutes: z.number().optional(),
        publics: z.array(z.string()).default([]),
        outcome: z.enum(['well', 'adjust', 'hard']).optional(),
        changes: words.default(''),
        body: z.string().default(''),
      }),
    )
    .default([]),
  verifications: z
    .array(
      z.object({
        member: z.string(),
        on: z.string(),
        works: z.boolean(),
        tool: z.string().default(''),
        toolVersion: z.string().default(''),
        system: z.string().default(''),
        word: words.default(''),
      }),
    )
    .default([]),
  ratings: z
    .array(
      z.object({
        member: z.string(),
        on: z.string(),
        value: z.number().int().min(1).max(5),
        body: z.string().default(''),
      }),
    )
    .default([]),
})
