import { z } from 'zod'
import { author } from '../people/members/openapi.ts'
import { count, maybe, moment } from '../platform/openapi/operation.ts'

/** What several descriptions of the library's answers hold. */
export const place = z.object({
  name: z.string(),
  commune: z.string(),
  label: z.string(),
  url: z.string(),
})

export const byline = author
  .extend({ url: maybe(z.string()), space: maybe(place) })
  .meta({ id: 'Byline' })

/** What an adaptation says of what it comes from, its original first. */
export const origin = z
  .object({
    version: count,
    ancestors: z.array(
      z.object({
        title: maybe(z.string()),
        url: maybe(z.string()),
        version: count,
        licence: z.string(),
        savedAt: moment,
        author: maybe(byline),
        credit: z.string(),
      }),
    ),
  })
  .meta({ id: 'Origin' })
