import { z } from 'zod'
import { GATHERING_KINDS } from '../../models/words/gathering.ts'
import { moveForm } from '../people/groups/forms.ts'
import { author } from '../people/members/openapi.ts'
import { ANY_FILE, attached, attachment } from '../platform/attachments/openapi.ts'
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
import { DEFAULT_ZONE } from '../platform/time-zone.ts'
import { audienceSchema } from '../platform/who/audience.ts'
import { gatheringForm, gatheringsQuery } from './forms.ts'

const essentials = z.object({
  id,
  url: z.string(),
  slug: z.string(),
  kind: z.enum(GATHERING_KINDS),
  title: z.string(),
  startsAt: moment,
  endsAt: moment,
  timeZone: z.string(),
  venue: z.string(),
  address: z.string(),
  audience: audienceSchema,
  past: z.boolean(),
  icsUrl: z.string(),
  pdfUrl: maybe(z.string()),
})

const line = essentials
  .extend({ excerpt: z.string(), slotCount: count })
  .meta({ id: 'GatheringLine' })

const slot = z
  .object({
    startsAt: moment,
    endsAt: moment,
    room: z.string(),
    title: z.string(),
    speakers: z.array(z.string()),
    description: z.string(),
  })
  .meta({ id: 'Slot' })

const gathering = essentials
  .extend({
    description: z.string(),
    html: z.string(),
    attendees: z.string(),
    slots: z.array(slot),
    attachments: z.array(attachment),
    author: maybe(author),
    space: maybe(
      z.object({ name: z.string(), slug: z.string(), commune: z.string(), url: z.string() }),
    ),
    version: count,
    createdAt: moment,
    updatedAt: moment,
    can: z.object({ edit: z.boolean() }),
  })
  .meta({ id: 'Gathering' })

const day = {
  kind: 'training',
  title: 'Prêter du matériel sans le perdre',
  description: 'Une après-midi **pratique**.',
  startsAt: '2031-12-08T14:00:00+01:00',
  endsAt: '2031-12-08T17:00:00+01:00',
  timeZone: DEFAULT_ZONE,
  venue: 'Médiathèque de Carhaix',
  audience: 'public',
  slots: [{ startsAt: '14:00', endsAt: '15:30', room: 'Salle 2', title: 'Les conventions' }],
}

const CALENDAR = 'text/calendar'

export const gatheringsArea: Area = {
  name: 'gatherings',
  operations: [
    reads('listGatherings', '/rencontres', {
      query: gatheringsQuery,
      answer: listOf(line),
      visitors: true,
      example: { query: { quand: 'passees' } },
    }),
    reads('followGatherings', '/rencontres.ics', { answer: CALENDAR, visitors: true }),
    creates('publishGathering', '/rencontres', {
      form: gatheringForm,
      answer: gathering,
      example: { body: day },
    }),
    reads('readGathering', '/rencontres/:slug', { answer: gathering, visitors: true }),
    reads('followGathering', '/rencontres/:slug.ics', { answer: CALENDAR, visitors: true }),
    reads('readOfficialProgramme', '/rencontres/:slug.pdf', {
      answer: 'application/pdf',
      visitors: true,
    }),
    reads('readProgramme', '/rencontres/:slug/programme', {
      answer: z.object({ url: z.string(), slots: z.array(slot) }),
      visitors: true,
    }),
    changes('changeGathering', '/rencontres/:slug/modifier', {
      form: gatheringForm,
      keeps: true,
      answer: gathering,
      example: { body: { venue: 'La Fabrique, Carhaix' } },
    }),
    changes('changeGatheringAudience', '/rencontres/:slug/audience', {
      form: moveForm,
      answer: gathering,
      example: { body: { audience: 'network' } },
    }),
    removes('removeGathering', '/rencontres/:slug/suppression'),
    creates('addGatheringFiles', '/rencontres/:slug/pieces-jointes', {
      files: true,
      answer: attached,
    }),
    reads('readGatheringFile', '/rencontres/:slug/pieces-jointes/:id', {
      answer: ANY_FILE,
      visitors: true,
    }),
    removes('removeGatheringFile', '/rencontres/:slug/pieces-jointes/:id/suppression'),
  ],
}
