import { DateTime } from 'luxon'
import { folded } from '../platform/http/slugs.ts'
import { networkZone } from '../platform/time-zone.ts'

/** Minutes since midnight. */
export type Span = { from: number; to: number }
/** Seven days, Monday first. */
export type Week = Span[][]

/**
 * Opening hours as OpenStreetMap writes them (`Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00`), or as
 * people do (`lun-ven 9h-12h, 14h-18h`). A later rule replaces an earlier one for its days. Undefined
 * for anything else: it stays a text that people read.
 */
export function readHours(text: string): Week | undefined {
  const week: Week = Array.from({ length: 7 }, () => [])
  const rules = folded(text)
    .split(/[;\n]/)
    .map(rule => rule.trim())
    .filter(Boolean)
  if (rules.length === 0) return undefined
  for (const rule of rules) {
    if (/^(ph|sh|jours? feries?)\b.*\b(off|closed|ferme)$/.test(rule)) continue
    const read = readRule(rule)
    if (!read) return undefined
    for (const day of read.days) week[day] = read.spans
  }
  return week
}

/** The same week always gives the same text. */
export function writeHours(week: Week): string {
  const groups: { first: number; last: number; spans: string }[] = []
  week.forEach((day, index) => {
    const spans = day.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(',')
    const last = groups.at(-1)
    if (last && last.spans === spans && last.last === index - 1) last.last = index
    else groups.push({ first: index, last: index, spans })
  })
  return groups
    .filter(({ spans }) => spans)
    .map(({ first, last, spans }) => `${daysOf(first, last)} ${spans}`)
    .join('; ')
}

export type OpenState =
  | { state: 'open'; until: number }
  | { state: 'later'; at: number }
  | { state: 'another-day'; day: number; at: number }
  | { state: 'closed' }

/** Open now, later today, another day (0 is Monday), or never. */
export function openState(week: Week, now: Date, zone = networkZone()): OpenState {
  const local = DateTime.fromJSDate(now, { zone })
  const minute = local.hour * 60 + local.minute
  const today = dayOf(now, zone)
  const spans = week[today] ?? []
  const current = spans.find(({ from, to }) => from <= minute && minute < to)
  if (current) return { state: 'open', until: current.to }
  const next = spans.find(({ from }) => from > minute)
  if (next) return { state: 'later', at: next.from }
  for (let ahead = 1; ahead <= 7; ahead++) {
    const day = (today + ahead) % 7
    const first = week[day]?.[0]
    if (first) return { state: 'another-day', day, at: first.from }
  }
  return { state: 'closed' }
}

/** 0 is Monday. */
export function dayOf(date: Date, zone = networkZone()) {
  return DateTime.fromJSDate(date, { zone }).weekday - 1
}

export function openDays(week: Week | undefined) {
  return (week ?? []).flatMap((spans, day) => (spans.length ? [day] : []))
}

const OSM_DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const DAYS = [
  ['mo', 'mon', 'monday', 'lun', 'lundi', 'lu'],
  ['tu', 'tue', 'tuesday', 'mar', 'mardi', 'ma'],
  ['we', 'wed', 'wednesday', 'mer', 'mercredi', 'me'],
  ['th', 'thu', 'thursday', 'jeu', 'jeudi', 'je'],
  ['fr', 'fri', 'friday', 'ven', 'vendredi', 've'],
  ['sa', 'sat', 'saturday', 'sam', 'samedi'],
  ['su', 'sun', 'sunday', 'dim', 'dimanche', 'di'],
]

function readRule(rule: string) {
  if (rule === '24/7') return { days: [0, 1, 2, 3, 4, 5, 6], spans: [{ from: 0, to: 1440 }] }
  const [, head = '', tail = ''] =
    /^([a-z ,.–-]*?)\s*:?\s*(\d.*|off|closed|ferme)$/.exec(rule) ?? []
  const days = readDays(head)
  const spans = /^\d/.test(tail) ? readSpans(tail) : tail ? [] : undefined
  return days && spans ? { days, spans } : undefined
}

/** `mo-fr`, `lun, mer et ven`, nothing for every day; `sa-mo` goes round the end of the week. */
function readDays(text: string) {
  if (!text.trim()) return [0, 1, 2, 3, 4, 5, 6]
  const days: number[] = []
  for (const part of text.split(/,|\bet\b|\band\b/)) {
    const ends = part.split(/[–-]|\bau\b|\ba\b|\bto\b/).map(word => dayNamed(word))
    const [first, last = first] = ends
    if (ends.length > 2 || first === undefined || last === undefined) return undefined
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day)
      if (day === last) break
    }
  }
  return days
}

function dayNamed(word: string) {
  const name = word
    .replace(/\b(du|le|de)\b/g, '')
    .replace(/[.s\s]+$/, '')
    .trim()
  const day = DAYS.findIndex(names => names.includes(name))
  return day < 0 ? undefined : day
}

function readSpans(text: string): Span[] | undefined {
  const spans = text.split(/,|\bet\b|\band\b/).map(readSpan)
  const read = spans.filter(span => span !== undefined).sort((a, b) => a.from - b.from)
  const apart = read.every((span, i) => i === 0 || span.from >= (read[i - 1]?.to ?? 0))
  return read.length === spans.length && apart ? read : undefined
}

function readSpan(text: string): Span | undefined {
  const time = '(\\d{1,2})\\s*[:h]?\\s*(\\d{2})?'
  const match = new RegExp(
    `^\\s*(?:de\\s+)?${time}\\s*(?:-|–|\\ba\\b|\\bto\\b)\\s*${time}\\s*$`,
  ).exec(text)
  if (!match) return undefined
  const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = match
  const [from, to] = [minutes(fromHour, fromMinute), minutes(toHour, toMinute)]
  return from < to && to <= 1440 && Number(fromMinute) < 60 && Number(toMinute) < 60
    ? { from, to }
    : undefined
}

function minutes(hour: string | undefined, minute: string) {
  return Number(hour) * 60 + Number(minute)
}

function clock(minutes: number) {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function daysOf(first: number, last: number) {
  const [from, to] = [OSM_DAYS[first], OSM_DAYS[last]]
  if (first === last) return from
  return last - first === 1 ? `${from},${to}` : `${from}-${to}`
}
