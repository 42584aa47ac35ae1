import type { Request, Response } from 'express'
import type { GatheringRecord } from '../../models/gathering.ts'
import { startForm } from '../platform/http/respond.ts'
import { dayNumber } from '../platform/time/clock.ts'
import { toLocalInput } from '../platform/time/format.ts'
import { networkZone } from '../platform/time-zone.ts'
import { MOST_SLOTS } from './forms.ts'
import { slotRows } from './rows.ts'

const SPARE_ROWS = 3

/** Starts the form with a stored gathering, or empty; what was typed wrong stays as it is. */
export function startGatheringForm(res: Response, gathering?: GatheringRecord, space?: string) {
  if (gathering) startForm(res, { ...formValues(gathering), space: space ?? '' })
  else startNewGathering(res, 'public')
}

export function startNewGathering(res: Response, audience: string) {
  startForm(res, { kind: 'meeting', audience, timeZone: networkZone(), slots: [] })
}

/** Rows of the programme as typed so far, with empty ones to fill; times alone on a one-day gathering. */
export function programmeRows(req: Request, res: Response) {
  const values: Record<string, unknown> = res.locals.form?.values ?? {}
  const { firstDay, severalDays } = daysOf(values)
  const typed = [slotRows(values.slots)].flat().filter(row => typeof row === 'object')
  const slots = typed.map(row => rowValues(row, firstDay, severalDays))
  values.slots = slots
  const added = wantsMoreRows(req) ? SPARE_ROWS : 0
  const count = Math.min(MOST_SLOTS, slots.length + added + (added ? 0 : SPARE_ROWS))
  return {
    timeType: severalDays ? 'datetime-local' : 'time',
    rows: Array.from({ length: count }, (_, index) => ({ index, rank: index + 1 })),
  }
}

/** The button that asks for empty rows sends the form like any other. */
export function wantsMoreRows(req: Request) {
  return req.method === 'POST' && Boolean(req.body?.addSlots)
}

function formValues(gathering: GatheringRecord) {
  const { kind, title, description, timeZone, venue, address, attendees, audience } = gathering
  const local = (date: Date) => toLocalInput(date, timeZone)
  return {
    ...{ kind, title, description, timeZone, venue, address, attendees, audience },
    version: gathering.version,
    startsAt: local(gathering.startsAt),
    endsAt: local(gathering.endsAt),
    slots: gathering.slots.map(({ startsAt, endsAt, room, title, speakers, description }) => ({
      ...{ startsAt: local(startsAt), endsAt: local(endsAt), room, title, description },
      speakers: speakers.join(', '),
    })),
  }
}

function daysOf(values: Record<string, unknown>) {
  const [first = '', last = ''] = [values.startsAt, values.endsAt].map(value =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : '',
  )
  const days = dayOf(last) - dayOf(first)
  return { firstDay: first, severalDays: days >= 1 }
}

function dayOf(text: string) {
  return dayNumber(new Date(`${text}T12:00:00Z`.replace(/^T.*/, '1970-01-01')), 'UTC')
}

function rowValues(row: unknown, firstDay: string, severalDays: boolean) {
  const values = { startsAt: '', endsAt: '', ...(typeof row === 'object' ? row : {}) }
  const shown = (value: unknown) =>
    typeof value === 'string' ? timeValue(value, firstDay, severalDays) : ''
  return { ...values, startsAt: shown(values.startsAt), endsAt: shown(values.endsAt) }
}

/** `09:30` for a field of times, `2026-12-08T09:30` for one of dates: typed times survive a change. */
function timeValue(value: string, firstDay: string, severalDays: boolean) {
  if (severalDays && /^\d{2}:\d{2}$/.test(value)) return `${firstDay}T${value}`
  if (!severalDays && value.startsWith(`${firstDay}T`)) return value.slice(11, 16)
  return value
}
