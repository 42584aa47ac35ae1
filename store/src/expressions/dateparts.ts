import { Int32 } from 'bson'
import { type CodeName, StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isNumeric, isTrue, toNumber } from '../values.ts'
import { isoWeek, localDate, momentOf } from './dates.ts'
import { isNothing, named, type Operator } from './operator.ts'
import { fromParts } from './units.ts'

const PARTS = ['month', 'day', 'hour', 'minute', 'second', 'millisecond']
const ISO_PARTS = ['isoWeek', 'isoDayOfWeek', 'hour', 'minute', 'second', 'millisecond']
const DAY = 86_400_000

/** Dates put together from their parts, and taken apart. */
export const DATE_PARTS: Record<string, Operator> = {
  $dateFromParts: named(
    [],
    ['year', 'isoWeekYear', 'timezone', ...new Set([...PARTS, ...ISO_PARTS])],
    (year, isoYear, zone, month, day, hour, minute, second, ms, isoWeek, isoDay) => {
      const time = [hour, minute, second, ms]
      return isoYear === undefined
        ? fromCalendar(year, [month, day], time, zone)
        : fromWeeks([year, month, day], [isoYear, isoWeek, isoDay], time, zone)
    },
  ),
  $dateToParts: named(['date'], ['timezone', 'iso8601'], toParts),
}

function fromCalendar(
  year: unknown,
  [month, day]: unknown[],
  time: unknown[],
  zone: unknown,
): unknown {
  if (year === undefined)
    throw new StoreError(
      'Location40516',
      "$dateFromParts requires either 'year' or 'isoWeekYear' to be present",
    )
  if ([year, month, day, ...time, zone].includes(null)) return null
  const first = yearOf('year', year, 'Location40523')
  const date = fromParts(first, part('month', month, 1) - 1, part('day', day, 1), msOf(time))
  return momentOf(date, zone)
}

function fromWeeks(
  calendar: unknown[],
  [isoYear, week, weekday]: unknown[],
  time: unknown[],
  zone: unknown,
): unknown {
  if (calendar.some(each => each !== undefined))
    throw new StoreError(
      'Location40489',
      '$dateFromParts does not allow mixing natural dates with ISO dates',
    )
  if ([isoYear, week, weekday, ...time, zone].includes(null)) return null
  const fourth = fromParts(yearOf('isoWeekYear', isoYear, 'Location31095'), 0, 4)
  const monday = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * DAY
  const days = (part('isoWeek', week, 1) - 1) * 7 + part('isoDayOfWeek', weekday, 1) - 1
  return momentOf(new Date(monday + days * DAY + msOf(time)), zone)
}

function msOf([hour, minute, second, ms]: unknown[]): number {
  const seconds =
    (part('hour', hour, 0) * 60 + part('minute', minute, 0)) * 60 + part('second', second, 0)
  return seconds * 1000 + part('millisecond', ms, 0)
}

function yearOf(name: string, value: unknown, code: CodeName): number {
  const year = part(name, value, 1970)
  if (year >= 1 && year <= 9999) return year
  throw new StoreError(
    code,
    `'${name}' must evaluate to an integer in the range 1 to 9999, found ${year}`,
  )
}

function part(name: string, value: unknown, missing: number): number {
  if (value === undefined) return missing
  const number = isNumeric(value) ? toNumber(value) : Number.NaN
  if (!Number.isInteger(number))
    throw new StoreError(
      'Location40515',
      `'${name}' must evaluate to an integer, found ${typeName(value)}`,
    )
  if (Math.abs(number) <= 32_768) return number
  throw new StoreError(
    'Location31034',
    `'${name}' must evaluate to a value in the range [-32768, 32767]; value ${number} is not in range`,
  )
}

function toParts(date: unknown, zone: unknown, iso: unknown): unknown {
  if (isNothing(date) || zone === null || iso === null) return null
  if (iso !== undefined && typeof iso !== 'boolean')
    throw new StoreError('Location40521', `iso8601 must evaluate to a bool, found ${typeName(iso)}`)
  const local = localDate(date, zone)
  const [isoWeekYear, week] = isoWeek(local)
  const days = isTrue(iso)
    ? { isoWeekYear, isoWeek: week, isoDayOfWeek: local.getUTCDay() || 7 }
    : {
        year: local.getUTCFullYear(),
        month: local.getUTCMonth() + 1,
        day: local.getUTCDate(),
      }
  const time = {
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
  }
  return Object.fromEntries(
    Object.entries({ ...days, ...time }).map(([name, value]) => [name, new Int32(value)]),
  )
}
