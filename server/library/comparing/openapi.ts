import { z } from 'zod'
import { count, maybe } from '../../platform/openapi/operation.ts'

const value = maybe(z.union([z.string(), count]))
const fact = z.object({ field: z.string(), before: value, after: value })
const lines = z.array(z.string())

const block = z.union([
  z.object({ kind: z.enum(['same', 'added', 'removed']), lines }),
  z.object({
    kind: z.literal('changed'),
    parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
  }),
])

export const difference = z
  .object({
    facts: z.array(fact),
    lists: z.array(
      z.object({ field: z.string(), added: lines, removed: lines, reordered: z.boolean() }),
    ),
    steps: z.array(
      z.object({
        status: z.enum(['same', 'changed', 'added', 'removed']),
        moved: z.boolean(),
        title: z.string(),
        before: maybe(count),
        after: maybe(count),
        facts: z.array(fact),
        body: z.array(block),
      }),
    ),
    body: z.array(block),
  })
  .meta({ id: 'Difference' })
