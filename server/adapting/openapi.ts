import { z } from 'zod'
import { difference } from '../library/comparing/openapi.ts'
import { CHOICES } from '../library/merging/conflict.ts'
import { byline } from '../library/schemas.ts'
import { count, maybe, moment } from '../platform/openapi/operation.ts'

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

const named = z.object({ title: z.string(), url: z.string(), version: count })

export const waysToAdapt = z.object({
  may: z.boolean(),
  why: maybe(z.string()),
  licences: z.array(z.string()),
  carries: z.array(z.string()),
  original: named,
})

const anything = z.unknown()

export const catchUp = z.object({
  original: named,
  taken: count,
  difference,
  conflicts: z.array(
    z.object({
      id: z.string(),
      field: z.string(),
      step: z.string().optional(),
      kind: z.enum(['value', 'text', 'step', 'order']),
      choice: z.enum(CHOICES),
      chosen: z.boolean(),
      choices: z.array(z.enum(CHOICES)),
      base: anything.optional(),
      mine: anything.optional(),
      theirs: anything.optional(),
    }),
  ),
})
