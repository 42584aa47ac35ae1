import { z } from 'zod'
import { author } from '../people/members/openapi.ts'
import { maybe } from '../platform/openapi/operation.ts'

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
