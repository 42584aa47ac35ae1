import { z } from 'zod'
import { blankAsMissing, text } from '../../platform/http/parse.ts'

/** Each has its words in the language files: nobody has to guess what three of five means. */
export const VALUES = [5, 4, 3, 2, 1] as const

export const ratingForm = z.object({
  value: z.preprocess(
    value => (typeof value === 'string' && /^[1-5]$/.test(value) ? Number(value) : value),
    z.number().int().min(1).max(5),
  ),
  body: blankAsMissing(text(4_000).default('')),
})

export type RatingInput = z.output<typeof ratingForm>
