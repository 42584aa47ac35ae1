import { z } from 'zod'
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
import { savedForm, savedNameForm } from './saved/forms.ts'

/** `resources`, `gatherings`, `threads`… */
const kind = z.string()

const hit = z
  .object({
    kind,
    id,
    url: z.string(),
    title: z.string(),
    excerpt: z.string(),
    meta: z.string(),
    /** The attached file in which it was found, when only it says so. */
    file: maybe(z.object({ name: z.string(), url: z.string() })),
    /** HTML, the words that were found in `<mark>`. */
    highlights: z.object({ title: z.string(), excerpt: z.string() }),
  })
  .meta({ id: 'SearchResult' })

const saved = z
  .object({
    ...{ id, q: z.string(), kind: maybe(kind), filters: z.string(), name: z.string() },
    /** Everything that it asks, in the reader's language. */
    words: z.array(z.string()),
    ...{ url: z.string(), createdAt: moment },
  })
  .meta({ id: 'SavedSearch' })

export const searchArea: Area = {
  name: 'search',
  operations: [
    reads('searchEverything', '/recherche', {
      query: z.object({
        q: z.string().max(200).optional(),
        type: kind.optional(),
        page: count.optional(),
      }),
      answer: z.object({
        items: z.array(hit),
        total: count,
        next: z.string().nullable(),
        q: z.string(),
        near: z.array(hit),
        guessed: z.array(z.string()),
      }),
      visitors: true,
      example: { query: { q: 'rostrenen' } },
    }),
    creates('saveSearch', '/recherche/enregistrees', {
      form: savedForm,
      answer: saved,
      example: { body: { q: 'imprimante', kind: 'resources' } },
    }),
    reads('listSavedSearches', '/compte/recherches', { answer: listOf(saved) }),
    changes('renameSavedSearch', '/compte/recherches/:id', {
      form: savedNameForm,
      answer: saved,
      example: { body: { name: 'Pour mardi' } },
    }),
    removes('removeSavedSearch', '/compte/recherches/:id/suppression'),
  ],
}
