import { Int32, ObjectId, Timestamp } from 'bson'
import { StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isDoc } from '../values.ts'
import { isNothing, named, type Operator } from './operator.ts'

const DAY = 86_400_000

/** The operators that tell parts of a date, in UTC or in a time zone (`+01:00`, `Europe/Paris`). */
export const DATES: Record<string, Operator> = {
  $year: telling(date => date.getUTCFullYear()),
  $month: telling(date => date.getUTCMonth() + 1),
  $dayOfMonth: telling(date => date.getUTCDate()),
  $dayOfWeek: telling(date => date.getUTCDay() + 1),
  $dayOfYear: telling(dayOfYear),
  $hour: telling(date => date.getUTCHours()),
  $minute: telling(date => date.getUTCMinutes()),
  $second: telling(date => date.getUTCSeconds()),
  $millisecond: telling(date => date.getUTCMilliseconds()),
  $isoDayOfWeek: telling(date => date.getUTCDay() || 7),
  $isoWeek: telling(date => isoWeek(date)[1]),
  $isoWeekYear: telling(date => isoWeek(date)[0]),
  $week: telling(week),
  $dateToString: named(
    ['date'],
    ['format', 'timezone', 'onNull'],
    (date, format, zone, onNull = null) => {
      if (isNothing(date)) return onNull
      if (format === null || zone === null) return null
      return formatted(date, format, zone)
    },
  ),
}

/** `{ $year: date }` or `{ $year: { date, timezone } }`. */
function telling(part: (local: Date) => number): Operator {
  return {
    least: 1,
    most: 1,
    work: argument => {
      const [date, zone] = isDoc(argument) ? [argument.date, argument.timezone] : [argument]
      if (isNothing(date) || zone === null) return null
      return new Int32(part(localDate(date, zone)))
    },
  }
}

/** A date whose UTC parts are the local ones. */
export function localDate(value: unknown, zone: unknown): Date {
  const date = dateOf(value)
  return new Date(date.getTime() + offsetOf(date, zone))
}

/** The date of what counts as one. Throws Location16006. */
export function dateOf(value: unknown): Date {
  if (value instanceof Date) return value
  if (value instanceof ObjectId) return value.getTimestamp()
  if (value instanceof Timestamp) return new Date(value.t * 1000)
  throw new StoreError('Location16006', `can't convert from BSON type ${typeName(value)} to Date`)
}

/** The moment that a date whose UTC parts are local ones stands for: the first of two, and past a gap as far as before it. */
export function momentOf(local: Date, zone: unknown): Date {
  const time = local.getTime()
  const [before, after] = [-DAY, DAY].map(by => offsetOf(new Date(time + by), zone))
  const found = [before, after].find((each = 0) => offsetOf(new Date(time - each), zone) === each)
  return new Date(time - (found ?? before ?? 0))
}

/** How far a zone is ahead of UTC at a moment, in ms. Throws Location40485. */
export function offsetOf(date: Date, zone: unknown): number {
  if (zone === undefined || zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(String(zone)) ?? []
  if (sign) return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000
  try {
    const name = new Intl.DateTimeFormat('en', {
      timeZone: String(zone),
      timeZoneName: 'longOffset',
    })
      .formatToParts(date)
      .find(({ type }) => type === 'timeZoneName')?.value
    return offsetOf(date, name === 'GMT' ? 'UTC' : (name ?? '').slice(3))
  } catch {
    throw new StoreError('Location40485', `unrecognized time zone identifier: "${String(zone)}"`)
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1
}

/** Weeks begin on Sundays; the days before the first one are week 0. */
function week(date: Date): number {
  return Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7)
}

/** The year and week that the Thursday of this week lies in. */
export function isoWeek(date: Date): [year: number, week: number] {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY)
  return [thursday.getUTCFullYear(), Math.ceil(dayOfYear(thursday) / 7)]
}

const FORMATS: Record<string, (local: Date) => string> = {
  Y: date => padded(date.getUTCFullYear(), 4),
  m: date => padded(date.getUTCMonth() + 1),
  d: date => padded(date.getUTCDate()),
  H: date => padded(date.getUTCHours()),
  M: date => padded(date.getUTCMinutes()),
  S: date => padded(date.getUTCSeconds()),
  L: date => padded(date.getUTCMilliseconds(), 3),
  j: date => padded(dayOfYear(date), 3),
  w: date => String(date.getUTCDay() + 1),
  u: date => String(date.getUTCDay() || 7),
  G: date => padded(isoWeek(date)[0], 4),
  V: date => padded(isoWeek(date)[1]),
  '%': () => '%',
}

function formatted(value: unknown, format: unknown, zone: unknown): string {
  const offset = offsetOf(dateOf(value), zone)
  const local = localDate(value, zone)
  const pattern =
    format === undefined ? `%Y-%m-%dT%H:%M:%S.%L${zone === undefined ? 'Z' : ''}` : String(format)
  return pattern.replace(/%(.?)/g, (_, letter: string) => {
    if (letter === 'z')
      return `${offset < 0 ? '-' : '+'}${padded(Math.trunc(Math.abs(offset) / 3_600_000))}${padded((Math.abs(offset) / 60_000) % 60)}`
    const write = Object.hasOwn(FORMATS, letter) ? FORMATS[letter] : undefined
    if (!write)
      throw new StoreError(
        'Location18536',
        `Invalid format character '%${letter}' in format string`,
      )
    return write(local)
  })
}

function padded(number: number, length = 2): string {
  return String(number).padStart(length, '0')
}
