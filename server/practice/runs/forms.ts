import { z } from 'zod'
import { OUTCOMES } from '../../../models/words/run-report.ts'
import { dayMonthsBefore } from '../../people/privacy/terms.ts'
import { blankAsMissing, line, list, text } from '../../platform/http/parse.ts'
import { toLocalInput } from '../../platform/time/format.ts'

/** A workshop of longer ago is nobody's fresh memory. */
const OLDEST_MONTHS = 24

const day = z.iso.date().superRefine((value, context) => {
  if (value > today()) context.addIssue({ code: 'custom', message: 'runs.notYet' })
  if (value < oldest()) context.addIssue({ code: 'custom', message: 'runs.tooLongAgo' })
})

const number = (min: number, max: number) =>
  z.preprocess(
    value => (typeof value === 'string' && /^\d{1,6}$/.test(value.trim()) ? Number(value) : value),
    z.number().int().min(min).max(max),
  )

const ticked = z.preprocess(
  value => value === true || value === 'on' || value === 'true',
  z.boolean(),
)

export const runForm = z.object({
  day,
  /** The slug of a space; empty when it was held elsewhere. */
  space: blankAsMissing(line(120).optional()),
  headcount: number(1, 2_000),
  minutes: blankAsMissing(number(1, 20_160).optional()),
  publics: list(line(80), 20).transform(values => [...new Set(values)]),
  outcome: blankAsMissing(z.enum(OUTCOMES).optional()),
  changes: blankAsMissing(text(2_000).default('')),
  body: blankAsMissing(text(10_000).default('')),
  /** What the photo shows, for who does not see it. */
  photoAlt: blankAsMissing(line(200).default('')),
  /** Whoever can be recognised agrees. */
  photoConsent: ticked,
  removePhoto: ticked,
})

export type RunInput = z.output<typeof runForm>

/** In Paris, where the network lives. */
export function today(now = new Date()) {
  return toLocalInput(now).slice(0, 10)
}

export function oldest(now = new Date()) {
  return dayMonthsBefore(now, OLDEST_MONTHS)
}
