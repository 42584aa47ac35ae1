import { Member } from '../../../../models/member.ts'
import { Visit, type VisitRecord } from '../../../../models/visit.ts'
import { services } from '../../../platform/services.ts'
import { formatDay } from '../../../platform/time/format.ts'
import { mail } from '../mail.ts'
import { isLastAdmin } from '../people.ts'
import { plan } from '../removal/actions.ts'
import {
  dayMonthsBefore,
  dayOf,
  daysLater,
  IDLE_MONTHS,
  LAST_WARNING_DAYS,
  WARNING_DAYS,
} from '../terms.ts'

/**
 * Accounts that nobody uses: told twice, then closed. The delays between the two mails and the end are
 * kept even when the hub itself was away for months.
 */
export async function closeIdle(now = new Date()) {
  const from = dayMonthsBefore(daysLater(now, WARNING_DAYS), IDLE_MONTHS)
  const idle = Visit.find({ lastSeenOn: { $lte: from } })
    .lean<VisitRecord>()
    .cursor()
  const failures: unknown[] = []
  // One mailbox that refuses keeps no other account from being told.
  for await (const visit of idle) await next(visit, now).catch(failure => failures.push(failure))
  if (failures.length > 0) throw failures[0]
}

/** The accounts of before the hub noted visits, and those that never came, count from today. */
export async function beginVisits(now = new Date()) {
  const lastSeenOn = dayOf(now)
  // Every member once a day: a read of all of them, and a write for the new ones.
  for await (const { _id } of Member.find({}, '_id').hint({ $natural: 1 }).lean().cursor())
    if (!(await Visit.exists({ _id })))
      await Visit.updateOne({ _id }, { $setOnInsert: { lastSeenOn } }, { upsert: true })
}

async function next(visit: VisitRecord, now: Date) {
  const { _id, lastSeenOn, warnedOn, warnedAgainOn } = visit
  const today = dayOf(now)
  const isOver = (day: string, days: number) => dayOf(daysLater(new Date(day), days)) <= today
  const lastFrom = dayMonthsBefore(daysLater(now, LAST_WARNING_DAYS), IDLE_MONTHS)
  if (await isLastAdmin(_id)) return
  if (!warnedOn) return warn(visit, 'warnedOn', WARNING_DAYS, now)
  if (!warnedAgainOn) {
    const isTime = lastSeenOn <= lastFrom && isOver(warnedOn, WARNING_DAYS - LAST_WARNING_DAYS)
    return isTime ? warn(visit, 'warnedAgainOn', LAST_WARNING_DAYS, now) : undefined
  }
  if (lastSeenOn <= dayMonthsBefore(now, IDLE_MONTHS) && isOver(warnedAgainOn, LAST_WARNING_DAYS))
    await close(_id, now)
}

/** Noted after the mail left: sent twice rather than never. */
async function warn(
  { _id, lastSeenOn }: VisitRecord,
  step: 'warnedOn' | 'warnedAgainOn',
  days: number,
  now: Date,
) {
  const member = await Member.findById(_id, 'name email language state').lean()
  if (!member) {
    await Visit.deleteOne({ _id })
    return
  }
  const spoken = member.language ?? 'fr'
  const day = formatDay(daysLater(now, days), spoken)
  const link = `${services().baseUrl}/connexion`
  try {
    await mail(member, 'idle', { day, link, months: String(IDLE_MONTHS) })
  } catch (failure) {
    // A mailbox that is gone for good can not be told: the account is not kept for ever because of it.
    if (lastSeenOn > dayMonthsBefore(now, IDLE_MONTHS + 1)) throw failure
  }
  // Not when they came meanwhile.
  await Visit.updateOne({ _id, lastSeenOn }, { $set: { [step]: dayOf(now) } })
}

async function close(member: VisitRecord['_id'], now: Date) {
  const wish = { keep: true, cause: 'idle' as const, askedAt: now, dueAt: now }
  const { _id } = await plan(member, wish)
  await services().jobs.soon('privacy.remove', { id: String(_id) })
}
