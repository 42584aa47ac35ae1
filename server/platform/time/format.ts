import { networkZone } from '../time-zone.ts'
import { dayNumber, type Locale, type Shown, shown } from './clock.ts'

export type { Locale } from './clock.ts'
export { formatBytes, formatDuration, formatNumber } from './quantity.ts'
export { parseLocal, toIso, toLocalInput } from './zone.ts'

const minute = 60_000
const hour = 60 * minute

/** « mardi 8 décembre 2009 », "Tuesday 8 December 2009" */
export function formatDay(date: Date, locale: Locale, timeZone = networkZone()): string {
  return day(shown(date, locale, timeZone), locale)
}

/** « 3 nov. 2026 », "3 Nov 2026" */
export function formatShortDay(date: Date, locale: Locale, timeZone = networkZone()): string {
  const at = shown(date, locale, timeZone)
  return `${ordinal(at.day, locale)} ${at.shortMonth} ${at.year}`
}

/** « 9 h 30 », « 9 h », "09:30" */
export function formatTime(date: Date, locale: Locale, timeZone = networkZone()): string {
  return time(shown(date, locale, timeZone), locale)
}

/** « mardi 8 décembre 2009, 9 h 30 », "Tuesday 8 December 2009, 09:30" */
export function formatDateTime(date: Date, locale: Locale, timeZone = networkZone()): string {
  const at = shown(date, locale, timeZone)
  return `${day(at, locale)}, ${time(at, locale)}`
}

/** The times alone on one day, « 9 h 30 à 18 h »; both days named otherwise. */
export function formatRange(
  start: Date,
  end: Date,
  locale: Locale,
  timeZone = networkZone(),
): string {
  const sameDay = dayNumber(start, timeZone) === dayNumber(end, timeZone)
  const format = sameDay ? formatTime : formatDateTime
  const [from, to] = [format(start, locale, timeZone), format(end, locale, timeZone)]
  if (from === to) return from
  if (locale === 'en') return `${from} to ${to}`
  return sameDay ? `${from} à ${to}` : `du ${from} au ${to}`
}

/** « à l’instant », « il y a 2 h », « hier, 9 h 12 », « mardi », then the short day. */
export function formatAgo(date: Date, now: Date, locale: Locale, timeZone = networkZone()): string {
  const elapsed = now.getTime() - date.getTime()
  const days = dayNumber(now, timeZone) - dayNumber(date, timeZone)
  // Two clocks never agree to the second: what is just ahead is now.
  if (Math.abs(elapsed) < minute) return words[locale].now
  if (elapsed < 0 || days > 6) return formatShortDay(date, locale, timeZone)
  if (elapsed < hour) return words[locale].ago(`${Math.floor(elapsed / minute)}\u00A0min`)
  if (days === 0) return words[locale].ago(`${Math.floor(elapsed / hour)}\u00A0h`)
  if (days === 1) return `${words[locale].yesterday}, ${formatTime(date, locale, timeZone)}`
  return shown(date, locale, timeZone).weekday
}

const words = {
  fr: { now: 'à l’instant', yesterday: 'hier', ago: (time: string) => `il y a ${time}` },
  en: { now: 'just now', yesterday: 'yesterday', ago: (time: string) => `${time} ago` },
}

function day(at: Shown, locale: Locale): string {
  return `${at.weekday} ${ordinal(at.day, locale)} ${at.month} ${at.year}`
}

function ordinal(day: string, locale: Locale): string {
  return locale === 'fr' && day === '1' ? '1er' : day
}

function time(at: Shown, locale: Locale): string {
  if (locale === 'en') return `${at.hour}:${at.minute}`
  return at.minute === '00'
    ? `${Number(at.hour)}\u00A0h`
    : `${Number(at.hour)}\u00A0h\u00A0${at.minute}`
}
