import { Departure, type DepartureRecord } from '../../../../models/departure.ts'
import { Member } from '../../../../models/member.ts'
import { SignIn } from '../../../../models/sign-in.ts'
import { record } from '../../../platform/audit/record.ts'
import { isDuplicate } from '../../../platform/database/duplicates.ts'
import { Conflict } from '../../../platform/errors.ts'
import { disconnectMember } from '../../../platform/realtime/revoke.ts'
import { services } from '../../../platform/services.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { isLastAdmin } from '../people.ts'
import { daysLater, LEAVING_DAYS } from '../terms.ts'

type Id = string | DepartureRecord['member']
type Wish = Pick<DepartureRecord, 'keep' | 'cause'> & { dueAt: Date; askedAt: Date }

/** A member wants to leave: they are signed out everywhere, and in a week they are gone. */
export async function askToLeave(viewer: Viewer, keep: boolean, now = new Date()) {
  if (await isLastAdmin(viewer.id)) throw new Conflict('lastAdmin')
  const dueAt = daysLater(now, LEAVING_DAYS)
  const departure = await plan(viewer.id, { keep, cause: 'asked', askedAt: now, dueAt })
  await services().jobs.soon('mail.leaving', { id: String(departure._id) })
  await services().jobs.at(dueAt, 'privacy.remove', { id: String(departure._id) })
  await Member.updateOne({ _id: viewer.id }, { $inc: { sessionEpoch: 1 } })
  await SignIn.deleteMany({ member: viewer.id })
  disconnectMember(viewer.id)
  return departure
}

/** One departure a member: said again, it is the first one, with the choice of the last. */
export async function plan(member: Id, wish: Wish): Promise<DepartureRecord> {
  try {
    return (await new Departure({ member, ...wish }).save()).toObject()
  } catch (failure) {
    if (!isDuplicate(failure, 'member')) throw failure
    const $set = { keep: wish.keep }
    const known = await Departure.findOneAndUpdate({ member, begunAt: null }, { $set }).lean()
    const begun = known ?? (await Departure.findOne({ member }).lean())
    return (begun as DepartureRecord | null) ?? plan(member, wish)
  }
}

/** They signed in again: nothing happens. False when it is too late. */
export async function stay({ _id, member }: DepartureRecord) {
  const { deletedCount } = await Departure.deleteOne({ _id, begunAt: null })
  if (deletedCount === 0) return false
  await record(undefined, 'member.staying', { kind: 'member', id: member })
  await services().jobs.soon('mail.staying', { id: String(member) })
  return true
}

/** Who signed in since they asked to leave has changed their mind, even when they looked at nothing. */
export async function cameBack({ member, askedAt, cause }: DepartureRecord) {
  return cause === 'asked' && Boolean(await SignIn.exists({ member, startedAt: { $gt: askedAt } }))
}
