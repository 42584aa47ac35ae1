import { networkZone } from '../time-zone.ts'
export type Locale = 'fr' | 'en'

/** What a calendar and a clock on a wall of that zone show, in words of that language. */
export type Shown = {
  weekday: string
  day: string
  month: string
  shortMonth: string
  year: string
  hour: string
  minute: string
}

type Formatters = { long: Intl.DateTimeFormat; short: Intl.DateTimeFormat }

// Making an Intl formatter costs fifty times what using it does.
const formatters = new Map<string, Formatters>()

/** Pages tell the same few moments again and again, and telling one takes ten microseconds. */
const told = new Map<string, Shown>()
const MOST_TOLD = 10_000

export function shown(date: Date, locale: Locale, timeZone: string): Shown {
  const key = `${locale} ${timeZone} ${date.getTime()}`
  const known = told.get(key) ?? tell(date, locale, timeZone)
  if (told.size >= MOST_TOLD) told.clear()
  told.set(key, known)
  return known
}

function tell(date: Date, locale: Locale, timeZone: string): Shown {
  const { long, short } = formattersFor(locale, timeZone)
  const out = { weekday: '', day: '', month: '', shortMonth: '', year: '', hour: '', minute: '' }
  for (const { type, value } of long.formatToParts(date)) if (isField(type)) out[type] = value
  out.shortMonth = short.format(date)
  return out
}

/** The number of a date's day in that zone: consecutive days have consecutive numbers. */
export function dayNumber(date: Date, timeZone = networkZone()): number {
  const [year = 0, month = 1, day = 1] = calendarFor(timeZone).format(date).split('-').map(Number)
  return Date.UTC(year, month - 1, day) / 86_400_000
}

function isField(type: string): type is 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' {
  return ['weekday', 'day', 'month', 'year', 'hour', 'minute'].includes(type)
}

function formattersFor(locale: Locale, timeZone: string): Formatters {
  const key = `${locale} ${timeZone}`
  const known = formatters.get(key) ?? makeFormatters(locale === 'fr' ? 'fr-FR' : 'en-GB', timeZone)
  formatters.set(key, known)
  return known
}

function makeFormatters(tag: string, timeZone: string): Formatters {
  return {
    long: new Intl.DateTimeFormat(tag, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }),
    short: new Intl.DateTimeFormat(tag, { month: 'short', timeZone }),
  }
}

const calendars = new Map<string, Intl.DateTimeFormat>()

function calendarFor(timeZone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const known =
    calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { ...numeric, timeZone })
  calendars.set(timeZone, known)
  return known
}
