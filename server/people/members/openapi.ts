import { z } from 'zod'
import { ROLES } from '../../../models/words/member.ts'
import { pageQuery } from '../../platform/http/parse.ts'
import {
  type Area,
  count,
  id,
  listOf,
  maybe,
  moment,
  reads,
} from '../../platform/openapi/operation.ts'
import { finderQuery } from './help-forms.ts'

export const author = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    url: z.string(),
    photoUrl: z.string().optional(),
  })
  .meta({ id: 'Author' })

export const writer = author
  .extend({ role: z.enum(ROLES), commune: maybe(z.string()) })
  .meta({ id: 'Writer' })

export const place = z.object({
  name: z.string(),
  slug: z.string(),
  commune: z.string(),
  url: z.string(),
})

export const member = author
  .extend({
    role: z.enum(ROLES),
    bio: z.string(),
    skills: z.array(z.string()),
    space: maybe(place),
    joinedAt: moment.optional(),
    /** Each as its owner shows it. */
    email: z.string().optional(),
    phone: z.string().optional(),
  })
  .meta({ id: 'Member' })

const figures = z.object({ resources: count, replies: count, workshops: count })

/** What a volunteer offers, for those who look for help. */
const help = z.object({
  themes: z.array(z.string()),
  times: z.array(z.string()),
  radiusKm: count,
  days: z.array(z.object({ day: z.string(), moments: z.string() })),
})

const found = member.extend({
  help: help.optional(),
  distanceKm: maybe(count).optional(),
  away: z.string().optional(),
})

export const membersArea: Area = {
  name: 'members',
  operations: [
    reads('listMembers', '/membres', {
      query: pageQuery.extend(finderQuery.shape),
      answer: listOf(found),
    }),
    reads('readMember', '/membres/:slug', {
      answer: member.extend({ help: help.optional(), figures: figures.optional() }),
      visitors: true,
    }),
    reads('readPhoto', '/membres/:slug/photo', { answer: 'image/webp', visitors: true }),
  ],
}
