import { z } from 'zod'
import { ROLES } from '../../models/words/member.ts'
import { SPACE_KINDS } from '../../models/words/space.ts'
import { author } from '../people/members/openapi.ts'
import {
  type Area,
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  reads,
  removes,
} from '../platform/openapi/operation.ts'
import { spaceForm, spacesQuery } from './forms.ts'
import { keeperForm } from './team-routes.ts'

const person = author.extend({ role: z.enum(ROLES) })

/** The workshops of twelve months, of the resources that the reader may see. */
const activity = z.object({
  runs: count,
  people: count,
  months: z.array(z.object({ month: z.string(), runs: count, people: count })),
})

const space = z
  .object({
    id,
    url: z.string(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(SPACE_KINDS),
    description: z.string(),
    html: z.string(),
    address: z.string(),
    postcode: z.string(),
    commune: z.string(),
    latitude: maybe(z.number()),
    longitude: maybe(z.number()),
    territory: maybe(z.string()),
    territoryName: maybe(z.string()),
    lead: z.boolean(),
    labelled: z.boolean(),
    services: z.array(z.string()),
    computers: count.nullable(),
    openingHours: z.string(),
    phone: z.string(),
    email: z.string(),
    website: z.string(),
    updatedAt: moment,
  })
  .meta({ id: 'Space' })

const fablab = {
  name: 'La Fabrique',
  kind: 'fablab',
  commune: 'Carhaix',
  latitude: 48.2762,
  longitude: -3.5733,
  services: ['3d-printer', 'workshops'],
  openingHours: 'Tu-Fr 14:00-18:00',
}

export const spacesArea: Area = {
  name: 'spaces',
  operations: [
    reads('listSpaces', '/lieux', {
      query: spacesQuery,
      answer: listOf(space),
      visitors: true,
      example: { query: { service: 'printing' } },
    }),
    reads('mapSpaces', '/lieux.geojson', {
      query: spacesQuery,
      answer: 'application/geo+json',
      visitors: true,
    }),
    reads('exportSpaces', '/lieux.csv', {
      query: spacesQuery,
      answer: 'text/csv',
      visitors: true,
    }),
    creates('addSpace', '/lieux', {
      form: spaceForm,
      answer: space,
      example: { body: fablab },
    }),
    reads('readSpace', '/lieux/:slug', {
      answer: space.extend({ activity, teamCount: count, team: z.array(author).optional() }),
      visitors: true,
    }),
    changes('changeSpace', '/lieux/:slug/modifier', {
      form: spaceForm,
      keeps: true,
      answer: space,
      example: { body: { openingHours: 'Mo-Fr 09:00-12:00' } },
    }),
    reads('readTeam', '/lieux/:slug/equipe', {
      answer: listOf(person.extend({ keeper: z.boolean() })).extend({ claims: z.array(person) }),
    }),
    removes('letVolunteerIn', '/lieux/:slug/equipe/:member/acceptation'),
    removes('turnVolunteerDown', '/lieux/:slug/equipe/:member/refus'),
    removes('entrustSpace', '/lieux/:slug/equipe/:member/charge', {
      form: keeperForm,
      example: { body: { keeper: true } },
    }),
  ],
}
