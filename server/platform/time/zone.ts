import { DateTime } from 'luxon'
import { networkZone } from '../time-zone.ts'

const iso =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * A moment as people and programs write it: ISO 8601 with its offset, or a local date and time
 * (`2026-12-08T09:30`, what a datetime-local field sends) or a date alone, in that zone.
 * A time that the change to summer time skips moves one hour on. Throws RangeError on anything else.
 */
export function parseLocal(text: string, timeZone = networkZone()): Date {
  const trimmed = text.trim()
  const read = DateTime.fromISO(trimmed.replace(' ', 'T'), { zone: timeZone })
  if (!iso.test(trimmed) || !read.isValid) throw new RangeError(`Not a date and time: ${trimmed}`)
  return read.toJSDate()
}

/** ISO 8601 to the second, with the offset of that zone at that moment. */
export function toIso(date: Date, timeZone = networkZone()): string {
  return inZone(date, timeZone).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ")
}

/** The value of a datetime-local field. */
export function toLocalInput(date: Date, timeZone = networkZone()): string {
  return inZone(date, timeZone).toFormat("yyyy-MM-dd'T'HH:mm")
}

function inZone(date: Date, timeZone: string): DateTime {
  const local = DateTime.fromJSDate(date, { zone: timeZone })
  if (!local.isValid) throw new RangeError('Invalid date or time zone')
  return local
}
