import { z } from 'zod'
import { type Area, count, id, reads } from '../openapi/operation.ts'

const hit = z
  .object({
    kind: z.enum(['resources', 'gatherings', 'spaces', 'threads', 'messages', 'members']),
    id,
    url: z.string(),
    title: z.string(),
    excerpt: z.string(),
    meta: z.string(),
  })
  .meta({ id: 'SearchResult' })

export const searchArea: Area = {
  name: 'search',
  operations: [
    reads('searchEverything', '/recherche', {
      query: z.object({ q: z.string().max(200).optional() }),
      answer: z.object({ items: z.array(hit), total: count, next: z.null(), q: z.string() }),
      visitors: true,
      example: { query: { q: 'rostrenen' } },
    }),
  ],
}
