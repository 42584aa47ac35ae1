import { z } from 'zod'
import {
  INTERNET_NEEDS,
  LEVELS,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  STEP_MODES,
} from '../../models/words/resource.ts'
import { moveForm } from '../people/groups/forms.ts'
import { ANY_FILE, attached, attachment } from '../platform/attachments/openapi.ts'
import { pageQuery } from '../platform/http/parse.ts'
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
import { audienceSchema } from '../platform/who/audience.ts'
import { difference } from './comparing/openapi.ts'
import { draftOperations } from './drafts/openapi.ts'
import { readForm, resourceForm, startedFromForm } from './forms.ts'
import { byline, origin } from './schemas.ts'
import { EQUIPMENT } from './vocabulary.ts'

const day = z.string().meta({ format: 'date' })

const step = z.object({ title: z.string(), minutes: count, mode: z.enum(STEP_MODES) })

export const card = z
  .object({
    id,
    url: z.string(),
    slug: z.string(),
    kind: z.enum(RESOURCE_KINDS),
    title: z.string(),
    summary: z.string(),
    publics: z.array(z.string()),
    level: maybe(z.enum(LEVELS)),
    durationMinutes: maybe(count),
    groupSize: maybe(z.union([count, z.string()])),
    materials: z.array(z.string()),
    internet: maybe(z.enum(INTERNET_NEEDS)),
    cost: z.string(),
    steps: z.array(step),
    themes: z.array(z.string()),
    licence: z.string(),
    audience: audienceSchema,
    state: z.enum(RESOURCE_STATES),
    version: count,
    author: maybe(byline),
    rating: maybe(z.object({ count, average: z.number() })),
    runs: z.object({ count, spaces: count, people: count, lastOn: maybe(day) }),
    verification: maybe(z.object({ works: z.boolean(), on: day, by: maybe(byline) })),
    toVerify: z.boolean(),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'ResourceCard' })

export const resource = card
  .extend({
    body: z.string(),
    html: z.string(),
    preparationMinutes: maybe(count),
    tools: z.array(z.object({ name: z.string(), version: z.string() })),
    systems: z.array(z.string()),
    prerequisites: z.array(z.string()),
    verifyBy: maybe(z.iso.date()),
    steps: z.array(step.extend({ body: z.string(), html: z.string() })),
    stepsMinutes: count,
    attachments: z.array(attachment),
    change: z.string(),
    editor: maybe(byline),
    adaptedFrom: maybe(origin),
  })
  .meta({ id: 'Resource' })

const takeaway = listOf(
  attachment
    .extend({
      downloads: count,
      preview: maybe(
        z.object({
          url: z.string(),
          largeUrl: z.string(),
          width: count,
          height: count,
          pages: maybe(count),
        }),
      ),
    })
    .meta({ id: 'FileToTake' }),
)
  .extend({ downloads: count })
  .meta({ id: 'Takeaway' })

const handout = z
  .object({
    url: z.string(),
    resource: z.string(),
    title: z.string(),
    summary: z.string(),
    steps: z.array(z.object({ title: z.string(), html: z.string() })),
    links: z.array(z.object({ text: z.string(), url: z.string(), shown: z.string() })),
  })
  .meta({ id: 'Handout' })

const leading = resource
  .pick({ url: true, title: true, steps: true, stepsMinutes: true, html: true })
  .extend({ resource: z.string() })
  .meta({ id: 'Leading' })

const revision = z
  .object({
    id,
    url: z.string(),
    version: count,
    title: z.string(),
    change: z.string(),
    changed: maybe(z.object({ added: count, removed: count })),
    editor: maybe(byline),
    savedAt: moment,
  })
  .meta({ id: 'Revision' })

const filters = pageQuery.extend({
  q: z.string().optional(),
  type: z.enum(RESOURCE_KINDS).optional(),
  etat: z.enum(['relecture', 'archives', 'a-verifier']).optional(),
  public: z.array(z.string()).optional(),
  duree: z.enum(['60', '90', '120']).optional(),
  materiel: z.array(z.enum(EQUIPMENT)).optional(),
  niveau: z.array(z.enum(LEVELS)).optional(),
  theme: z.array(z.string()).optional(),
  tri: z.enum(['recentes', 'courtes', 'titre']).optional(),
})

const followed = z.object({
  type: z.enum(RESOURCE_KINDS).optional(),
  theme: z.array(z.string()).optional(),
})

const sheet = {
  kind: 'sheet',
  title: 'Trier ses photos',
  summary: 'Garder les belles, et savoir où elles sont.',
  publics: ['seniors'],
  level: 'beginner',
  durationMinutes: 40,
  internet: 'none',
  cost: 'gratuit',
  tools: [{ name: 'Google Photos', version: '7' }],
  prerequisites: ['Savoir allumer son téléphone'],
  steps: [
    { title: 'Combien de photos avons-nous ?', minutes: 15, mode: 'talk', body: 'Tour de table.' },
    { title: 'Supprimer sans regret', minutes: 25, mode: 'do' },
  ],
  themes: ['photo'],
  audience: 'public',
}

export const libraryArea: Area = {
  name: 'library',
  operations: [
    ...draftOperations,
    changes('previewResource', '/ressources/apercu', {
      form: resourceForm,
      keeps: true,
      answer: resource,
      example: { body: sheet },
    }),
    reads('listResources', '/ressources', {
      query: filters,
      answer: listOf(card),
      visitors: true,
      example: { query: { type: 'sheet', theme: 'photo' } },
    }),
    creates('writeResource', '/ressources', {
      form: resourceForm,
      answer: resource,
      example: { body: sheet },
    }),
    reads('followResources', '/ressources.atom', {
      query: followed,
      answer: 'application/atom+xml',
      visitors: true,
      example: { query: { theme: 'photo' } },
    }),
    reads('harvestResources', '/ressources.json', {
      query: followed.extend({ depuis: moment.optional(), apres: id.optional() }),
      answer: 'application/feed+json',
      visitors: true,
      example: { query: { depuis: '2026-01-01T00:00:00Z' } },
    }),
    reads('readResource', '/ressources/:slug', { answer: resource, visitors: true }),
    reads('downloadResource', '/ressources/:slug.md', { answer: 'text/markdown', visitors: true }),
    reads('leadResource', '/ressources/:slug/animer', { answer: leading, visitors: true }),
    reads('readHandout', '/ressources/:slug/livret', { answer: handout, visitors: true }),
    reads('listResourceFiles', '/ressources/:slug/pieces-jointes', {
      answer: takeaway,
      visitors: true,
    }),
    changes('editResource', '/ressources/:slug/modifier', {
      form: resourceForm,
      keeps: true,
      answer: resource,
      example: { body: { summary: 'Un résumé plus court.', change: 'Résumé' } },
    }),
    changes('publishResource', '/ressources/:slug/publication', {
      form: readForm,
      answer: resource,
      example: { body: {} },
    }),
    changes('changeResourceAudience', '/ressources/:slug/audience', {
      form: moveForm,
      answer: resource,
      example: { body: { audience: 'network' } },
    }),
    changes('archiveResource', '/ressources/:slug/archive', { answer: resource }),
    changes('restoreResource', '/ressources/:slug/archive/annuler', { answer: resource }),
    creates('addResourceFiles', '/ressources/:slug/pieces-jointes', {
      files: true,
      answer: attached,
    }),
    reads('readResourceFile', '/ressources/:slug/pieces-jointes/:id', {
      answer: ANY_FILE,
      visitors: true,
    }),
    reads('readNamedFile', '/ressources/:slug/pieces-jointes/:id/:name', {
      answer: ANY_FILE,
      visitors: true,
    }),
    removes('removeResourceFile', '/ressources/:slug/pieces-jointes/:id/suppression'),
    reads('listVersions', '/ressources/:slug/versions', {
      answer: listOf(revision),
      visitors: true,
    }),
    reads('readVersion', '/ressources/:slug/versions/:version', {
      answer: resource,
      visitors: true,
    }),
    reads('compareVersions', '/ressources/:slug/versions/:version/differences/:other', {
      answer: difference.extend({ from: revision, to: revision }),
      visitors: true,
    }),
    changes('restoreVersion', '/ressources/:slug/versions/:version/retablissement', {
      form: startedFromForm,
      answer: resource,
      example: { body: {} },
    }),
  ],
}
