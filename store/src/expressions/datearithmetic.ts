import { Long } from 'bson'
import { type CodeName, StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isNumeric, toNumber } from '../values.ts'
import { dateOf, localDate, momentOf } from './dates.ts'
import { isNothing, named, type Operator } from './operator.ts'
import {
  addDays,
  addMonths,
  daysOf,
  fromParts,
  monthsOf,
  type Unit,
  unitOf,
  weekdayOf,
  withinHour,
} from './units.ts'

const DAY = 86_400_000
const SATURDAY = 6
const BEGINNING = new Date(Date.UTC(2000, 0, 1))

/** Dates moved, compared and cut by units of time, as a calendar in the time zone counts them. */
export const DATE_ARITHMETIC: Record<string, Operator> = {
  $dateAdd: named(['startDate', 'unit', 'amount'], ['timezone'], (...given) =>
    moved('$dateAdd', 1, given),
  ),
  $dateSubtract: named(['startDate', 'unit', 'amount'], ['timezone'], (...given) =>
    moved('$dateSubtract', -1, given),
  ),
  $dateDiff: named(['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], difference),
  $dateTrunc: named(['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], truncated),
}

/** A date so many units later, by UTC's calendar. */
export function shiftDate(date: Date, unit: Unit, count: number): Date {
  return 'ms' in unit ? new Date(date.getTime() + count * unit.ms) : shifted(date, unit, count)
}

function moved(name: string, sign: 1 | -1, given: unknown[]): unknown {
  const [start, unitName, amount, zone] = given
  if ([start, unitName, amount].some(isNothing) || zone === null) return null
  const date = convertible(name, 'startDate', start, 'Location5166403')
  const unit = unitOf(text(name, unitName, 'Location5166404'))
  const count = sign * whole(name, 'amount', amount, 'Location5166405')
  const next =
    'ms' in unit
      ? new Date(date.getTime() + count * unit.ms)
      : momentOf(shifted(localDate(date, zone), unit, count), zone)
  if (!Number.isNaN(next.getTime())) return next
  throw new StoreError('Location5166406', `${name} overflowed`)
}

function shifted(local: Date, unit: Unit, count: number): Date {
  if ('months' in unit) return addMonths(local, count * unit.months)
  return addDays(local, count * ('days' in unit ? unit.days : 0))
}

/** How many borders of the unit lie between two dates. */
function difference(
  start: unknown,
  end: unknown,
  unitName: unknown,
  zone: unknown,
  startOfWeek: unknown,
): unknown {
  if ([start, end, unitName].some(isNothing) || zone === null) return null
  const from = convertible('$dateDiff', 'startDate', start, 'Location5166307')
  const to = convertible('$dateDiff', 'endDate', end, 'Location5166307')
  const unit = unitOf(text('$dateDiff', unitName, 'Location5439013'))
  if (unit.name === 'week' && startOfWeek === null) return null
  const first = startOfWeek === undefined ? 0 : weekdayOf(startOfWeek)
  return Long.fromNumber(numberOf(to, unit, zone, first) - numberOf(from, unit, zone, first))
}

/** Which unit since a fixed one a date lies in. */
function numberOf(date: Date, unit: Unit, zone: unknown, startOfWeek: number): number {
  if ('ms' in unit) {
    const shift = unit.name === 'hour' ? withinHour(date, zone) : 0
    return Math.floor((date.getTime() + shift) / unit.ms)
  }
  const local = localDate(date, zone)
  if ('months' in unit) return Math.floor(monthsOf(local) / unit.months)
  // 1 January 1970 was a Thursday.
  const shift = unit.days === 7 ? 4 - startOfWeek : 0
  return Math.floor((daysOf(local) + shift) / unit.days)
}

/** The beginning of the bin that a date lies in; bins are counted from the year 2000. */
function truncated(
  value: unknown,
  unitName: unknown,
  binSize: unknown,
  zone: unknown,
  startOfWeek: unknown,
): unknown {
  if (isNothing(value) || isNothing(unitName) || binSize === null || zone === null) return null
  const date = convertible('$dateTrunc', 'date', value, 'Location5439012')
  const unit = unitOf(text('$dateTrunc', unitName, 'Location5439013'))
  if (unit.name === 'week' && startOfWeek === null) return null
  const bin = binSize === undefined ? 1 : whole('$dateTrunc', 'binSize', binSize, 'Location5439017')
  if (bin <= 0)
    throw new StoreError('Location5439018', '$dateTrunc requires binSize to be greater than 0')
  if ('ms' in unit)
    return new Date(cut(date.getTime(), momentOf(BEGINNING, zone).getTime(), bin * unit.ms))
  const local = localDate(date, zone)
  if ('months' in unit)
    return momentOf(fromParts(0, cut(monthsOf(local), 24_000, bin * unit.months), 1), zone)
  const first = startOfWeek === undefined ? 0 : weekdayOf(startOfWeek)
  const origin = daysOf(BEGINNING) + (unit.days === 7 ? (first - SATURDAY + 7) % 7 : 0)
  return momentOf(new Date(cut(daysOf(local), origin, bin * unit.days) * DAY), zone)
}

function cut(value: number, origin: number, step: number): number {
  return origin + Math.floor((value - origin) / step) * step
}

function convertible(name: string, field: string, value: unknown, code: CodeName): Date {
  try {
    return dateOf(value)
  } catch {
    throw new StoreError(
      code,
      `${name} requires '${field}' to be a date, but got ${typeName(value)}`,
    )
  }
}

function text(name: string, value: unknown, code: CodeName): string {
  if (typeof value === 'string') return value
  throw new StoreError(code, `${name} requires 'unit' to be a string, but got ${typeName(value)}`)
}

function whole(name: string, field: string, value: unknown, code: CodeName): number {
  const number = isNumeric(value) ? toNumber(value) : Number.NaN
  if (Number.isInteger(number)) return number
  throw new StoreError(code, `${name} expects '${field}' to be a whole number`)
}
