import { z } from 'zod'
import { ANY_FILE, attachment } from '../../platform/attachments/openapi.ts'
import {
  changes,
  count,
  creates,
  id,
  listOf,
  maybe,
  moment,
  type Operation,
  reads,
  removes,
} from '../../platform/openapi/operation.ts'

const draft = z
  .object({
    id,
    url: z.string(),
    title: z.string(),
    resource: maybe(z.object({ title: z.string(), url: z.string() })),
    values: z.looseObject({}),
    baseVersion: maybe(count),
    turn: count,
    attachments: z.array(attachment),
    createdAt: moment,
    updatedAt: moment,
    saved: z.string(),
  })
  .meta({ id: 'Draft' })

const kept = draft
  .extend({
    others: z.array(z.object({ name: z.string(), since: z.string(), startedAt: moment })),
    version: maybe(count),
  })
  .meta({ id: 'KeptDraft' })

/** Any field of a resource, as far as it is written; of a change, the slug and the version that it began from. */
const form = z.object({
  title: z.string().optional(),
  summary: z.string().optional(),
  body: z.string().optional(),
  resource: z.string().optional(),
  version: count.optional(),
  turn: count.optional(),
})

const begun = { title: 'Trier ses photos', body: 'À écrire.' }

export const draftOperations: Operation[] = [
  reads('listDrafts', '/ressources/brouillons', { answer: listOf(draft) }),
  creates('beginDraft', '/ressources/brouillons', { form, answer: kept, example: { body: begun } }),
  reads('readDraft', '/ressources/brouillons/:id', { answer: draft }),
  changes('keepDraft', '/ressources/brouillons/:id', {
    form,
    answer: kept,
    example: { body: { ...begun, summary: 'Une phrase.' } },
  }),
  removes('removeDraft', '/ressources/brouillons/:id/suppression'),
  reads('readDraftFile', '/ressources/brouillons/:id/pieces-jointes/:file', { answer: ANY_FILE }),
  removes('removeDraftFile', '/ressources/brouillons/:id/pieces-jointes/:file/suppression'),
]
