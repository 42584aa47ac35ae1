import { Gathering } from '../../../models/gathering.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Message } from '../../../models/message.ts'
import { Reply } from '../../../models/reply.ts'
import { Resource } from '../../../models/resource.ts'
import { SignUp } from '../../../models/sign-up.ts'
import { Thread } from '../../../models/thread.ts'
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
  const written = await Promise.all([
    Thread.exists({ author }),
    Reply.exists({ author }),
    Message.exists({ author }),
    Resource.exists({ author }),
    Gathering.exists({ author }),
  ])
  return written.some(Boolean)
}
