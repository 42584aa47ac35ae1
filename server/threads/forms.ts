import { z } from 'zod'
import { audienceFields } from '../platform/http/audience-form.ts'
import { blankAsMissing, line, requiredLine, requiredText } from '../platform/http/parse.ts'

const LONGEST_BODY = 20_000
export const LONGEST_TITLE = 160

/** Chosen by the page that shows the form: the same one twice is one message. */
const clientId = blankAsMissing(
  z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
)

export const replyForm = z.object({ body: requiredText(LONGEST_BODY), clientId })

export const threadForm = replyForm.extend({
  title: requiredLine(LONGEST_TITLE),
  category: blankAsMissing(line(80).optional()),
  /** The slug of the resource that it asks about. */
  resource: blankAsMissing(line(120).optional()),
  ...audienceFields,
})

export const previewForm = z.object({ body: requiredText(60_000) })

export const lockForm = z.object({
  locked: z
    .union([z.boolean(), z.stringbool()])
    .optional()
    .transform(value => value ?? true),
})

export const readingForm = z.object({ number: z.coerce.number().int().min(0).max(1_000_000) })

export const FILTERS = {
  'non-lues': 'unread',
  miennes: 'mine',
  'sans-reponse': 'unanswered',
} as const
export type Filter = (typeof FILTERS)[keyof typeof FILTERS] | 'all'

/** What the list's address says; anything else falls back to the whole list. */
export const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
  categorie: z.string().max(80).optional().catch(undefined),
  filtre: z
    .enum(['non-lues', 'miennes', 'sans-reponse'])
    .optional()
    .catch(undefined)
    .transform((value): Filter => (value ? FILTERS[value] : 'all')),
})

export const threadQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).optional().catch(undefined),
  /** The number of the message to quote, 0 for the first. */
  citer: z.coerce.number().int().min(0).optional().catch(undefined),
})

type Audience = 'audience' | 'group'
type Written = z.output<typeof threadForm>
export type ThreadInput = Omit<Written, Audience> & Partial<Pick<Written, Audience>>
export type ReplyInput = z.output<typeof replyForm>
