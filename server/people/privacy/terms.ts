/** How long things are kept. The page on personal data says the same, from here. */
export const DAY_MS = 24 * 3600 * 1000

/** A member's own archive. */
export const EXPORT_DAYS = 7
/** From the wish to leave to its end. */
export const LEAVING_DAYS = 7
/** Without any visit, an account is closed after so many months; two mails say so, so many days before. */
export const IDLE_MONTHS = 24
export const WARNING_DAYS = 30
export const LAST_WARNING_DAYS = 7
/** The beginning of the address that a sign-in came from. */
export const PLACE_MONTHS = 12
export const FAILED_JOB_DAYS = 30
/** What a member began to write and left so. */
export const DRAFT_MONTHS = 12
/** Told by others' rules: sessions, edits, addresses nobody confirmed. */
export const SESSION_DAYS = 30
export const TRACE_MONTHS = 12
export const UNCONFIRMED_DAYS = 7

/** The day, `2026-11-22`, so many months before; the last one of a month that is shorter. */
export function dayMonthsBefore(now: Date, months: number) {
  const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate()
  then.setUTCDate(Math.min(now.getUTCDate(), last))
  return dayOf(then)
}

export function dayOf(date: Date) {
  return date.toISOString().slice(0, 10)
}

export function daysLater(now: Date, days: number) {
  return new Date(now.getTime() + days * DAY_MS)
}
