import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread } from '../../models/thread.ts'
import { giveBack, type PostStore, withhold } from '../platform/content/withholding.ts'
import { Conflict } from '../platform/errors.ts'
import { publish } from '../platform/realtime/publish.ts'
import { leaveTopic } from '../platform/realtime/revoke.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { retellReply } from './actions.ts'

const replies: PostStore<ReplyRecord> = {
  words: filter => Reply.findOne(filter, 'body html').lean(),
  withheld: filter => Reply.findOne(filter, '+withheld').lean(),
  write: (filter, update) =>
    Reply.findOneAndUpdate(filter, update, { returnDocument: 'after' })
      .select('+withheld')
      .lean<ReplyRecord>(),
}

export async function hideReply(id: string) {
  await retellReply(await withhold(replies, id, { removed: false }))
}

export async function restoreReply(id: string) {
  await retellReply(await giveBack(replies, id))
}

export async function hideThread(id: string) {
  const update = { $set: { away: 'hidden' as const } }
  const { matchedCount } = await Thread.updateOne({ _id: id, away: null }, update)
  if (matchedCount === 0) throw new Conflict()
  leaveThread(id)
}

export async function restoreThread(id: string) {
  const update = { $unset: { away: 1 as const } }
  const { matchedCount } = await Thread.updateOne({ _id: id, away: 'hidden' }, update)
  if (matchedCount === 0) throw new Conflict()
}

/** Who is reading it is told that it is gone, and hears nothing more of it. */
export function leaveThread(id: string) {
  publish(`thread:${id}`, 'thread:removed', language => ({
    id,
    html: renderPartial('moderation/_hidden-thread', {}, language),
  }))
  leaveTopic(`thread:${id}`)
}
