import { z } from 'zod'
import { type Area, count, reads } from '../platform/openapi/operation.ts'

/** What is new for the member, or what the network is for a visitor: figures, and a few of each record. */
const home = z.object({
  resources: z.array(z.looseObject({ url: z.string(), title: z.string() })),
  next: z.looseObject({ url: z.string(), title: z.string() }).nullable(),
  unread: count.optional(),
  pending: count.optional(),
  review: count.optional(),
  moderation: count.optional(),
  toVerify: count.optional(),
  pride: z.object({ runs: count }).nullable().optional(),
  /** Originals of their adaptations that have changed. */
  originals: count.optional(),
})

export const homeArea: Area = {
  name: 'home',
  operations: [reads('readHome', '/', { answer: home, visitors: true })],
}
