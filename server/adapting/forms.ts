import { z } from 'zod'
import { CHOICES } from '../library/merging/conflict.ts'
import { licenceOf } from '../library/vocabulary.ts'
import { askedAudience, audienceFields } from '../platform/http/audience-form.ts'
import { blankAsMissing, line, requiredLine } from '../platform/http/parse.ts'

const version = blankAsMissing(z.coerce.number().int().min(1).max(1_000_000).optional())

/** What is not said is as in the original. */
export const adaptForm = z
  .object({
    title: blankAsMissing(requiredLine(200).optional()),
    licence: blankAsMissing(line(60).transform(licenceOf).optional()),
    ...audienceFields,
  })
  .transform(({ audience, group, ...rest }) => ({
    ...rest,
    audienceIn: (original: string) => askedAudience({ audience, group }, original),
  }))

/** Whether its author lets others adapt it, beyond what its licence says. */
export const agreementForm = z.object({
  agreed: z.preprocess(
    value => (typeof value === 'string' ? value === '1' || value === 'true' : value),
    z.boolean(),
  ),
})

/** Both versions that were before the adapter, and what they chose of each conflict. */
export const catchUpForm = z.object({
  version,
  original: version,
  choices: z.record(z.string().max(60), z.enum(CHOICES)).default({}),
})

export const ignoreForm = z.object({ original: version })
