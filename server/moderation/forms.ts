import { z } from 'zod'
import { CASE_STATES, REASONS } from '../../models/moderation-case.ts'
import {
  blankAsMissing,
  line,
  objectId,
  pageQuery,
  requiredText,
  text,
} from '../platform/http/parse.ts'
import { parseLocal } from '../platform/time/format.ts'

const ZONE = 'Europe/Paris'
const LONGEST_MS = 366 * 24 * 3600 * 1000

const word = blankAsMissing(text(1_000).default(''))
const reason = z.enum(REASONS)

export const reportForm = z.object({ reason, word })

/** How many decisions the moderator had before them: somebody may have decided since. */
const seen = { decisions: blankAsMissing(z.coerce.number().int().min(0).optional()) }

export const quietForm = z.object({ ...seen, word })
export const decisionForm = z.object({ ...seen, reason, word })
/** The author of a sanction is told in words, whatever its kind of reason. */
export const sanctionForm = decisionForm.extend({ word: requiredText(1_000) })

export const suspensionForm = sanctionForm.extend({
  until: line(40).transform((value, context) => {
    const date = moment(value)
    const ahead = date ? date.getTime() - Date.now() : 0
    if (date && ahead > 0 && ahead < LONGEST_MS) return date
    context.addIssue({ code: 'custom', message: 'moderation.untilAhead' })
    return z.NEVER
  }),
})

export const moveForm = quietForm.extend({ category: line(80).min(1) })

/** A discussion's id, or its address as one copies it. */
export const mergeForm = quietForm.extend({
  into: line(300)
    .transform(value => /([0-9a-f]{24})\/?(?:[?#].*)?$/.exec(value)?.[1] ?? '')
    .pipe(objectId),
})

export const lockForm = quietForm.extend({
  locked: z
    .union([z.boolean(), z.stringbool()])
    .optional()
    .transform(value => value ?? true),
})

export const refusalForm = z.object({ reason: reason.default('unsuitable'), word })

export const answerForm = z.object({ body: requiredText(2_000) })

const STATES = { ouverts: 'open', traites: 'closed' } as const

/** What the queue's address says; anything else is the open cases, whatever their reason. */
export const queueQuery = pageQuery.extend({
  etat: z
    .preprocess(
      value => Object.entries(STATES).find(([french]) => french === value)?.[1] ?? value,
      z.enum(CASE_STATES),
    )
    .catch('open'),
  motif: reason.optional().catch(undefined),
})

export type QueueQuery = z.output<typeof queueQuery>
export type Word = { reason?: z.output<typeof reason> | undefined; word: string }

function moment(value: string) {
  try {
    return parseLocal(value, ZONE)
  } catch {
    return undefined
  }
}
