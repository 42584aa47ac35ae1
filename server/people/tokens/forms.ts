import { z } from 'zod'
import { SCOPES } from '../../../models/words/token.ts'
import { blankAsMissing, requiredLine } from '../../platform/http/parse.ts'

/** How long a token may live, in days: never for ever. */
export const LIVES = [30, 90, 365] as const

const days = z.preprocess(
  value => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value),
  z.literal(LIVES),
)

const scopes = z.preprocess(
  value => (typeof value === 'string' ? [value] : (value ?? [])),
  z
    .array(z.enum(SCOPES))
    .min(1)
    .max(SCOPES.length)
    .transform(chosen => SCOPES.filter(scope => chosen.includes(scope))),
)

export const tokenForm = z.object({
  name: blankAsMissing(requiredLine(60)),
  scopes,
  days: blankAsMissing(days),
  /** Chosen by the page that shows the form: the same one twice is one token. */
  clientId: blankAsMissing(
    z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
  ),
})

export type TokenInput = z.output<typeof tokenForm>
