import { StoreError } from '../errors.ts'
import { offsetOf } from './dates.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/** The units that have the same length everywhere, in ms. */
const LENGTHS: Record<string, number> = {
  hour: HOUR,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
}
const MONTHS: Record<string, number> = { year: 12, quarter: 3, month: 1 }
const DAYS: Record<string, number> = { week: 7, day: 1 }
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** A unit of time: so many months, days, or milliseconds. */
export type Unit = { name: string } & ({ months: number } | { days: number } | { ms: number })

/** The unit of that name. Throws FailedToParse. */
export function unitOf(name: unknown): Unit {
  const key = String(name)
  const [months, days, ms] = [MONTHS, DAYS, LENGTHS].map(each =>
    Object.hasOwn(each, key) ? each[key] : undefined,
  )
  if (months !== undefined) return { name: key, months }
  if (days !== undefined) return { name: key, days }
  if (ms !== undefined) return { name: key, ms }
  throw new StoreError('FailedToParse', `unknown time unit value: ${key}`)
}

/** The number of a day of the week, Sunday being 0, of its name or its first three letters. Throws FailedToParse. */
export function weekdayOf(name: unknown): number {
  const key = String(name).toLowerCase()
  const found = Math.max(WEEKDAYS.indexOf(key), NAMES.indexOf(key))
  if (found >= 0) return found
  throw new StoreError('FailedToParse', `unknown day of week value: ${String(name)}`)
}

/** The months since the year 0 of a date whose UTC parts are local. */
export function monthsOf(local: Date): number {
  return local.getUTCFullYear() * 12 + local.getUTCMonth()
}

/** The days since 1970 of a date whose UTC parts are local. */
export function daysOf(local: Date): number {
  return Math.floor(local.getTime() / DAY)
}

/** A date from its parts in UTC; those out of their range carry, and a year below 100 is meant as it is. */
export function fromParts(year: number, month: number, day: number, ms = 0): Date {
  const date = new Date(Date.UTC(2000, 0, 1))
  date.setUTCFullYear(year, month, day)
  return new Date(date.getTime() + ms)
}

/** The same time of day, so many months later; a day that the month has not is its last. */
export function addMonths(local: Date, count: number): Date {
  const month = monthsOf(local) + count
  const last = fromParts(0, month + 1, 0).getUTCDate()
  return fromParts(0, month, Math.min(local.getUTCDate(), last), timeOfDay(local))
}

export function addDays(local: Date, count: number): Date {
  return new Date(local.getTime() + count * DAY)
}

/** By how much a zone's hours are off those of UTC: half an hour, say. */
export function withinHour(date: Date, zone: unknown): number {
  return offsetOf(date, zone) % HOUR
}

function timeOfDay(local: Date): number {
  return local.getTime() - daysOf(local) * DAY
}
