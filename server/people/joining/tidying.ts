import { Member, type MemberRecord } from '../../../models/member.ts'
import { SignUp } from '../../../models/sign-up.ts'
import { kinds } from '../../platform/content/kinds.ts'
import { disconnectMember } from '../../platform/realtime/revoke.ts'

/** Requests and accounts whose address nobody confirmed within a week go away. */
export async function tidy(now = new Date()) {
  await SignUp.deleteMany({ forgottenAt: { $lte: now } })
  const late = await Member.find({ confirmBy: { $lte: now } }, '_id').lean()
  for (const { _id } of late) await endUnconfirmed(_id, now)
}

/** What they wrote stays and needs an author: the coordination then decides, as of any request. */
async function endUnconfirmed(_id: MemberRecord['_id'], now: Date) {
  const late = { _id, state: 'active', confirmBy: { $lte: now } } as const
  if (await hasWritten(_id)) {
    const waiting = { $set: { state: 'pending' as const }, $unset: { confirmBy: 1 } }
    await Member.updateOne(late, { ...waiting, $inc: { sessionEpoch: 1 } })
  } else {
    await Member.deleteOne(late)
  }
  disconnectMember(String(_id))
}

async function hasWritten(author: MemberRecord['_id']) {
  const written = await Promise.all(kinds().map(({ writing }) => writing?.any(author)))
  return written.some(Boolean)
}
