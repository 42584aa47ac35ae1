import { dayMonthsBefore, dayOf } from '../people/privacy/terms.ts'

/** What nobody verified for so long may no longer be true. */
export const CHECK_MONTHS = 18

type Checked = {
  verifyBy?: string | null | undefined
  publishedAt: Date
  tally?: {
    works?: boolean | null | undefined
    checkedOn?: string | null | undefined
  } | null
}

/** The day from which a resource is to be verified. */
export function checkDay({ verifyBy, publishedAt, tally }: Checked) {
  const { works, checkedOn } = tally ?? {}
  // What no longer works waits for somebody from the day it was said.
  if (checkedOn && works === false) return checkedOn
  const old = dayMonthsBefore(new Date(checkedOn ?? publishedAt), -CHECK_MONTHS)
  return verifyBy && verifyBy > (checkedOn ?? '') && verifyBy < old ? verifyBy : old
}

export type CheckState = 'works' | 'broken' | 'never'

/** What is known of it today, and whether it is time to try again. */
export function checkState(resource: Checked & { checkOn?: string | null }, now = new Date()) {
  const { works, checkedOn } = resource.tally ?? {}
  const state: CheckState = checkedOn ? (works === false ? 'broken' : 'works') : 'never'
  const today = dayOf(now)
  const due = (resource.checkOn ?? checkDay(resource)) <= today
  const { verifyBy } = resource
  const late = due && Boolean(verifyBy && verifyBy <= today && verifyBy > (checkedOn ?? ''))
  return { state, due, late }
}
