import { z } from 'zod'
import { ROLES } from '../../../models/words/member.ts'
import { blankAsMissing, line, text } from '../../platform/http/parse.ts'
import { emailField } from '../auth/forms.ts'

/** How long an invitation is good for, in days. */
export const LIVES = [7, 30, 90] as const
export const MOST_USES = 500

const number = (value: unknown) =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value

const days = z.preprocess(number, z.literal(LIVES)).default(30)

/** Chosen by the page that shows the form: the same one twice is one invitation. */
const clientId = blankAsMissing(
  z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
)

export const invitationForm = z.object({
  role: z.enum(ROLES),
  space: blankAsMissing(line(120).optional()),
  days: blankAsMissing(days),
  uses: blankAsMissing(z.preprocess(number, z.int().min(1).max(MOST_USES)).default(1)),
  /** Sends it there; it is then good for one person. */
  email: blankAsMissing(emailField.optional()),
  word: blankAsMissing(text(500).default('')),
  clientId,
})

/** The list itself comes as a file, or as text. */
export const listForm = z.object({
  list: blankAsMissing(z.string().max(400_000).optional()),
  days: blankAsMissing(days),
  word: blankAsMissing(text(500).default('')),
})

export type InvitationInput = z.output<typeof invitationForm>
