import { z } from 'zod'
import { CASE_STATES, REASONS } from '../../models/words/moderation-case.ts'
import { actFields } from '../platform/content/moderation-act.ts'
import { line, pageQuery, requiredText } from '../platform/http/parse.ts'
import { parseLocal } from '../platform/time/format.ts'

const LONGEST_MS = 366 * 24 * 3600 * 1000

const { word } = actFields
const reason = z.enum(REASONS)

export const reportForm = z.object({ reason, word })

export const quietForm = z.object(actFields)
export const decisionForm = quietForm.extend({ reason })
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
    return parseLocal(value)
  } catch {
    return undefined
  }
}
