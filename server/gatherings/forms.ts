import { z } from 'zod'
import { askedAudience, audienceFields } from '../platform/http/audience-form.ts'
import { blankAsMissing, line, pageQuery, requiredLine, text } from '../platform/http/parse.ts'
import { parseLocal } from '../platform/time/format.ts'
import { atMinutes, minutesOf } from '../platform/time/wall.ts'
import { isTimeZone, networkZone } from '../platform/time-zone.ts'
import { kindOf } from './kind-words.ts'
import { isBlankRow, slotRows } from './rows.ts'

export const MOST_SLOTS = 200

const someLine = (max: number) => blankAsMissing(line(max).default(''))
const someText = (max: number) => blankAsMissing(text(max).default(''))
const moment = blankAsMissing(requiredLine(40))

/** « Samira, Denis » in a form, a list in JSON. */
const speakers = z.preprocess(
  value => (typeof value === 'string' ? value.split(/[,;\n]/) : (value ?? [])),
  z
    .array(line(120))
    .max(30)
    .transform(names => names.filter(Boolean)),
)

const slot = z.object({
  startsAt: moment,
  endsAt: moment,
  room: someLine(80),
  title: blankAsMissing(requiredLine(200)),
  speakers,
  description: someText(3000),
})

const slots = z.preprocess(
  slotRows,
  z
    .array(z.preprocess(row => (isBlankRow(row) ? null : row), slot.nullable()))
    .max(MOST_SLOTS + 20),
)

const fields = z.object({
  kind: blankAsMissing(line(40).default('meeting')).transform(kindOf),
  title: blankAsMissing(requiredLine(160)),
  description: someText(50_000),
  startsAt: moment,
  endsAt: moment,
  timeZone: blankAsMissing(
    line(60).refine(isTimeZone, { message: 'invalid.timeZone' }).default(networkZone),
  ),
  venue: someLine(160),
  address: someLine(240),
  attendees: someText(3000),
  ...audienceFields,
  space: blankAsMissing(line(120).optional()),
  slots,
  /** The version that the writer read; without it, the last save wins. */
  version: blankAsMissing(z.coerce.number().int().min(1).optional()),
})

/** Texts become moments in the gathering's zone, and the programme is checked against the day. */
export const gatheringForm = fields.transform((input, context) => {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  const startsAt = readMoment(input.startsAt, input.timeZone)
  const endsAt = readMoment(input.endsAt, input.timeZone)
  if (!startsAt) refuse(['startsAt'], 'invalid.date')
  if (!endsAt) refuse(['endsAt'], 'invalid.date')
  if (!startsAt || !endsAt) return z.NEVER
  if (endsAt <= startsAt) refuse(['endsAt'], 'invalid.endBeforeStart')

  const when = { startsAt, endsAt, timeZone: input.timeZone }
  const read = input.slots.flatMap((row, index) => {
    if (!row) return []
    const { problems, ...slot } = readSlot(row, when)
    for (const [field, message] of problems) refuse(['slots', index, field], message)
    return [slot]
  })
  if (read.length > MOST_SLOTS) refuse(['slots'], 'invalid.tooManySlots')
  const { group, ...rest } = input
  const audience = askedAudience({ audience: rest.audience, group }, 'public')
  return { ...rest, audience, startsAt, endsAt, slots: inOrder(read) }
})

export type GatheringInput = z.output<typeof gatheringForm>

export const gatheringsQuery = pageQuery.extend({
  quand: z.enum(['a-venir', 'passees']).catch('a-venir'),
})

type When = { startsAt: Date; endsAt: Date; timeZone: string }

function readSlot(row: z.output<typeof slot>, when: When) {
  const startsAt = readSlotMoment(row.startsAt, when)
  const endsAt = readSlotMoment(row.endsAt, when)
  const problems: [string, string][] = []
  if (!startsAt) problems.push(['startsAt', 'invalid.date'])
  else if (startsAt < when.startsAt || startsAt >= when.endsAt)
    problems.push(['startsAt', 'invalid.slotOutside'])
  if (!endsAt) problems.push(['endsAt', 'invalid.date'])
  else if (startsAt && endsAt <= startsAt) problems.push(['endsAt', 'invalid.endBeforeStart'])
  else if (endsAt > when.endsAt) problems.push(['endsAt', 'invalid.slotOutside'])
  return { ...row, startsAt: startsAt ?? when.startsAt, endsAt: endsAt ?? when.endsAt, problems }
}

/** `09:30` is a time of the first day. */
function readSlotMoment(text: string, { startsAt, timeZone }: When) {
  const minutes = minutesOf(text)
  return minutes === undefined ? readMoment(text, timeZone) : atMinutes(startsAt, minutes, timeZone)
}

function readMoment(text: string, timeZone: string) {
  try {
    return parseLocal(text, timeZone)
  } catch {
    return undefined
  }
}

function inOrder<T extends { startsAt: Date; endsAt: Date }>(slots: T[]) {
  return slots.sort((a, b) => +a.startsAt - +b.startsAt || +a.endsAt - +b.endsAt)
}
