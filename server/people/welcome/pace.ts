import type { Pace } from '../../../models/words/member.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** UTC: six or seven in the morning in Paris. */
const MORNING_HOUR = 5
const MONDAY = 1

/** When the next mail of this pace leaves; never for who wants none. */
export function nextMail(pace: Pace, now = new Date()): Date | undefined {
  if (pace === 'never') return undefined
  if (pace === 'soon') return new Date(now.getTime() + HOUR_MS)
  const morning = nextMorning(now)
  return pace === 'daily' ? morning : onMonday(morning)
}

function nextMorning(now: Date) {
  const today = new Date(now)
  today.setUTCHours(MORNING_HOUR, 0, 0, 0)
  return today > now ? today : new Date(today.getTime() + DAY_MS)
}

function onMonday(morning: Date) {
  const days = (MONDAY - morning.getUTCDay() + 7) % 7
  return new Date(morning.getTime() + days * DAY_MS)
}
