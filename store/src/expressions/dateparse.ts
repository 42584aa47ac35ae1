import { StoreError } from '../errors.ts'
import { momentOf, offsetOf } from './dates.ts'
import { isNothing, named, type Operator } from './operator.ts'
import { fromParts } from './units.ts'

/** What each letter of a format reads, and what it is called. */
const LETTERS: Record<string, [name: string, pattern: string]> = {
  Y: ['year', '\\d{4}'],
  m: ['month', '\\d{1,2}'],
  d: ['day', '\\d{1,2}'],
  j: ['dayOfYear', '\\d{1,3}'],
  H: ['hour', '\\d{1,2}'],
  M: ['minute', '\\d{1,2}'],
  S: ['second', '\\d{1,2}'],
  L: ['ms', '\\d{1,3}'],
  b: ['monthName', '[A-Za-z]{3}'],
  B: ['monthName', '[A-Za-z]{3,9}'],
  z: ['zone', 'Z|[+-]\\d{2}:?\\d{2}'],
}
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const USUAL =
  /^(?<year>\d{4})-?(?<month>\d{2})-?(?<day>\d{2})(?:[T ]+(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?)? ?(?<zone>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$/

/** Dates read from text. */
export const DATE_PARSE: Record<string, Operator> = {
  $dateFromString: named(
    ['dateString'],
    ['format', 'timezone', 'onError', 'onNull'],
    (text, format, zone, onError, onNull = null) => {
      if (isNothing(text) || format === null || zone === null) return onNull
      try {
        return parseDate(text, format, zone)
      } catch (error) {
        if (onError !== undefined && error instanceof StoreError && isParse(error)) return onError
        throw error
      }
    },
  ),
}

const isParse = ({ codeName }: StoreError) => codeName === 'ConversionFailure'

/** The moment that a text tells, in ISO 8601 or as a format says; in `zone` where it names none. Throws ConversionFailure. */
export function parseDate(text: unknown, format?: unknown, zone?: unknown): Date {
  if (typeof text !== 'string') throw failed(text, 'it is no text')
  const found = (format === undefined ? USUAL : patternOf(String(format))).exec(text.trim())
  if (!found?.groups)
    throw failed(text, format === undefined ? 'unknown form' : 'not as the format')
  const { zone: own, ...parts } = found.groups
  if (own !== undefined && zone !== undefined)
    throw failed(
      text,
      'you cannot pass in a date/time string with time zone information together with a timezone argument',
    )
  const local = dateOf(text, parts)
  const where = own === undefined ? zone : own
  return where === undefined || where === 'Z'
    ? local
    : typeof where === 'string' && /^[+-]/.test(where)
      ? new Date(local.getTime() - offsetOf(local, where))
      : momentOf(local, where)
}

function dateOf(text: string, parts: Record<string, string | undefined>): Date {
  const number = (name: string, missing: number) => Number(parts[name] ?? missing)
  const named = parts.monthName?.slice(0, 3).toLowerCase()
  const month = named === undefined ? number('month', 1) : MONTHS.indexOf(named) + 1
  const day = number('day', 1)
  const time = (number('hour', 0) * 60 + number('minute', 0)) * 60 + number('second', 0)
  const ms = Number(parts.ms ?? (parts.fraction ?? '').padEnd(3, '0').slice(0, 3))
  if (month < 1 || month > 12 || day < 1 || number('hour', 0) > 24 || number('minute', 0) > 59)
    throw failed(text, 'a part is out of its range')
  const first = fromParts(number('year', 1970), month - 1, 1)
  const local = fromParts(
    first.getUTCFullYear(),
    parts.dayOfYear === undefined ? month - 1 : 0,
    parts.dayOfYear === undefined ? day : number('dayOfYear', 1),
    time * 1000 + ms,
  )
  if (day > 31) throw failed(text, 'a part is out of its range')
  return local
}

function patternOf(format: string): RegExp {
  const seen = new Set<string>()
  const source = format.replace(/%(.?)|[\\^$.*+?()[\]{}|/-]/g, (token, letter?: string) => {
    if (letter === undefined) return `\\${token}`
    if (letter === '%') return '%'
    const [name, pattern] = (Object.hasOwn(LETTERS, letter) && LETTERS[letter]) || []
    if (!name || seen.has(name))
      throw new StoreError(
        'Location18536',
        `Invalid format character '%${letter}' in format string`,
      )
    seen.add(name)
    return `(?<${name}>${pattern})`
  })
  return new RegExp(`^${source}$`)
}

function failed(text: unknown, why: string): StoreError {
  return new StoreError('ConversionFailure', `Error parsing date string '${String(text)}'; ${why}`)
}
