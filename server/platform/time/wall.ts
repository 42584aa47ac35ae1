import { DateTime } from 'luxon'

/** « 9 h 30 », `9h30`, `09:30` → minutes since midnight; undefined for anything else. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes = '0'] = /^(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)$/.exec(text.trim()) ?? []
  if (hours === undefined) return undefined
  const total = Number(hours) * 60 + Number(minutes)
  return Number(minutes) < 60 && total <= 24 * 60 ? total : undefined
}

/** That time of a wall clock on the day that `date` falls on in that zone, summer time or not. */
export function atMinutes(date: Date, minutes: number, timeZone: string): Date {
  const day = DateTime.fromJSDate(date, { zone: timeZone }).startOf('day')
  return day
    .plus({ days: Math.floor(minutes / 1440) })
    .set(clock(minutes % 1440))
    .toJSDate()
}

function clock(minutes: number) {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 }
}
