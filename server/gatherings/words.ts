import { type Language, translator } from '../platform/i18n/index.ts'
import { dayNumber, shown } from '../platform/time/clock.ts'
import { formatDay, formatRange, formatTime } from '../platform/time/format.ts'
import { networkZone } from '../platform/time-zone.ts'

type When = { startsAt: Date; endsAt: Date; timeZone: string }

/** The square with the day: « mardi 8 décembre ». */
export function dayBadge({ startsAt, timeZone }: When, language: Language) {
  const { weekday, day, month, year } = shown(startsAt, language, timeZone)
  const date = new Date(dayNumber(startsAt, timeZone) * 86_400_000).toISOString().slice(0, 10)
  return { weekday, day, month, year, date }
}

export function whenWords(gathering: When, language: Language) {
  const { startsAt, endsAt, timeZone } = gathering
  const lastMoment = new Date(endsAt.getTime() - 1)
  return {
    day: formatDay(startsAt, language, timeZone),
    range: formatRange(startsAt, endsAt, language, timeZone),
    oneDay: dayNumber(startsAt, timeZone) === dayNumber(lastMoment, timeZone),
    distance: distance(gathering, language),
    zone: timeZone === networkZone() ? undefined : timeZone,
  }
}

export function timeWords(date: Date, { timeZone }: { timeZone: string }, language: Language) {
  return formatTime(date, language, timeZone)
}

/** « dans 21 jours », « aujourd'hui », « en ce moment », « passée ». */
function distance({ startsAt, endsAt, timeZone }: When, language: Language) {
  const t = translator(language)
  const now = new Date()
  if (endsAt <= now) return t('gatherings.over')
  if (startsAt <= now) return t('gatherings.underWay')
  const days = dayNumber(startsAt, timeZone) - dayNumber(now, timeZone)
  if (days === 0) return t('gatherings.today')
  return days === 1 ? t('gatherings.tomorrow') : t('gatherings.inDays', { count: days })
}
