import { Member, type MemberRecord } from '../../../models/member.ts'
import type { Role } from '../../../models/words/member.ts'
import { record } from '../../platform/audit/record.ts'
import { Conflict } from '../../platform/errors.ts'
import { disconnectMember } from '../../platform/realtime/revoke.ts'
import { services } from '../../platform/services.ts'
import { banAddress, unbanAddress } from './bans.ts'

type Person = { _id: unknown; email: string }
const KEPT_OUT = ['suspended', 'excluded'] as const

/** Out until that date: their sessions and sockets end now, and they come back by themselves. */
export async function suspend(member: Person, until: Date, word: string) {
  await services().jobs.at(until, 'moderation.return', { id: String(member._id) })
  await keepOut(member, { state: 'suspended', suspendedUntil: until, sanctionWord: word })
}

/** Out for good. */
export async function exclude(member: Person, word: string) {
  await banAddress(member.email)
  try {
    await keepOut(member, { state: 'excluded', sanctionWord: word }, { suspendedUntil: 1 })
  } catch (failure) {
    await unbanAddress(member.email)
    throw failure
  }
}

export async function readmit(member: Person) {
  const { matchedCount } = await Member.updateOne(
    { _id: member._id, state: { $in: KEPT_OUT } },
    { $set: { state: 'active' }, $unset: { suspendedUntil: 1, sanctionWord: 1 } },
  )
  if (matchedCount === 0) throw new Conflict()
  await unbanAddress(member.email)
}

/** Back, if the date is past: whoever asks first, the clock of the jobs or the member at the door. */
export async function returnFromSuspension(id: string, now = new Date()) {
  const returned = await Member.findOneAndUpdate(
    { _id: id, state: 'suspended', suspendedUntil: { $lte: now } },
    { $set: { state: 'active' }, $unset: { suspendedUntil: 1, sanctionWord: 1 } },
    { returnDocument: 'after' },
  ).lean<MemberRecord>()
  if (!returned) return undefined
  const { _id, name } = returned
  await record(undefined, 'member.returned', { kind: 'member', id: _id, label: name })
  return returned
}

/** Why somebody who knows their password may not come in, and until when. */
export function standingOf(id: string) {
  return Member.findById(id, 'state suspendedUntil sanctionWord').lean()
}

type Out = Pick<MemberRecord, 'state'> & { suspendedUntil?: Date; sanctionWord: string }

async function keepOut(member: Person, out: Out, gone: Record<string, 1> = {}) {
  const before = await Member.findOneAndUpdate(
    { _id: member._id, state: { $in: ['active', ...KEPT_OUT] } },
    { $set: out, ...(Object.keys(gone).length ? { $unset: gone } : {}), $inc: { sessionEpoch: 1 } },
  ).lean<MemberRecord>()
  if (!before) throw new Conflict()
  await keepAnAdmin(before.role, () =>
    Member.updateOne({ _id: member._id }, { $set: { state: before.state } }),
  )
  disconnectMember(String(member._id))
}

/**
 * After a change that took an administrator away: a network keeps one. Two who take each other's rights
 * at the same moment are both too late, and both stay.
 */
export async function keepAnAdmin(roleBefore: Role, undo: () => PromiseLike<unknown>) {
  if (roleBefore !== 'admin') return
  if (await Member.exists({ role: 'admin', state: 'active' })) return
  await undo()
  throw new Conflict('lastAdmin')
}
