import { type Language, translator } from '../platform/i18n/index.ts'
import { shown } from '../platform/time/clock.ts'
import { formatTime } from '../platform/time/format.ts'
import { openState, readHours, type Span } from './hours.ts'

/** « Ouvert jusqu'à 18 h », with what a chip needs; undefined for hours in free text. */
export function stateWords(openingHours: string, now: Date, language: Language) {
  const week = readHours(openingHours)
  if (!week) return undefined
  const t = translator(language)
  const state = openState(week, now)
  switch (state.state) {
    case 'open':
      return {
        open: true,
        text: t('spaces.openUntil', { time: clockWords(state.until, language) }),
      }
    case 'later':
      return { open: false, text: t('spaces.opensAt', { time: clockWords(state.at, language) }) }
    case 'another-day': {
      const values = { day: dayName(state.day, language), time: clockWords(state.at, language) }
      return { open: false, text: t('spaces.opensOn', values) }
    }
    default:
      return { open: false, text: t('spaces.closed') }
  }
}

/** The week, a line a day. */
export function weekWords(openingHours: string, language: Language) {
  const t = translator(language)
  return readHours(openingHours)?.map((spans, day) => ({
    day: dayName(day, language),
    hours: spans.length
      ? spans.map(span => spanWords(span, language)).join(', ')
      : t('spaces.closedDay'),
    open: spans.length > 0,
  }))
}

function spanWords({ from, to }: Span, language: Language) {
  const values = { from: clockWords(from, language), to: clockWords(to, language) }
  return translator(language)('spaces.fromTo', values)
}

function clockWords(minutes: number, language: Language) {
  return formatTime(new Date(minutes * 60_000), language, 'UTC')
}

/** 5 January 1970 was a Monday. */
function dayName(day: number, language: Language) {
  return shown(new Date(Date.UTC(1970, 0, 5 + day)), language, 'UTC').weekday
}
