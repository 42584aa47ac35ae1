import { DateTime } from 'luxon'
import { networkZone } from '../platform/time-zone.ts'

/**
 * The moment that a file of the network names, in its time zone: a full ISO date; `J-12 09:30`, that
 * many days before `now`; `12-08 09:30`, the next 8 December. Without an hour, noon. Throws
 * RangeError on anything else.
 */
export function readMoment(text: string, now: Date, timeZone = networkZone()): Date {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  const before = /^J-(\d{1,4})(?: (\d{1,2}):(\d{2}))?$/.exec(text)
  if (before) return at(today.minus({ days: Number(before[1]) }), before[2], before[3])
  const yearly = /^(\d{2})-(\d{2})(?: (\d{1,2}):(\d{2}))?$/.exec(text)
  if (yearly) return at(nextDay(today, Number(yearly[1]), Number(yearly[2])), yearly[3], yearly[4])
  const exact = DateTime.fromISO(text.replace(' ', 'T'), { zone: timeZone })
  if (!exact.isValid) throw new RangeError(`"${text}" is not a date`)
  return exact.toJSDate()
}

function at(day: DateTime, hour = '12', minute = '00') {
  return day.set({ hour: Number(hour), minute: Number(minute) }).toJSDate()
}

function nextDay(today: DateTime, month: number, day: number) {
  const thisYear = today.set({ month, day })
  return thisYear < today ? thisYear.plus({ years: 1 }) : thisYear
}

/** `09:30` on the day of another moment. */
export function sameDay(text: string, day: Date, now: Date, timeZone = networkZone()): Date {
  const time = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (!time) return readMoment(text, now, timeZone)
  return at(DateTime.fromJSDate(day, { zone: timeZone }).startOf('day'), time[1], time[2])
}
