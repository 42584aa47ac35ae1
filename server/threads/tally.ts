import type { Types } from 'mongoose'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread } from '../../models/thread.ts'

/**
 * What a thread shows of its replies. The highest number only rises, so a reply that comes late
 * among others at once changes nothing that a later one wrote.
 */
export async function countReply(reply: ReplyRecord) {
  const { thread, number, author, createdAt: at } = reply
  const last = { lastNumber: number, lastReply: { author, number, at }, lastActivityAt: at }
  const { matchedCount } = await Thread.updateOne(
    { _id: thread, lastNumber: { $lt: number } },
    { $set: { ...last, answered: true }, $addToSet: { participants: author } },
  )
  if (matchedCount === 0)
    await Thread.updateOne({ _id: thread }, { $addToSet: { participants: author } })
}

/** Counts again from the replies themselves; begins anew when somebody wrote in between. */
export async function recount(thread: Types.ObjectId) {
  for (;;) {
    const seen = await Thread.findById(thread, 'lastNumber removedCount createdAt').lean()
    if (!seen) return
    const removedCount = await Reply.countDocuments({
      thread,
      $or: [{ removed: true }, { hiddenAt: { $ne: null } }],
    })
    const standing = { thread, removed: false, hiddenAt: null }
    const last = await Reply.findOne(standing, 'author number createdAt')
      .sort({ number: -1 })
      .lean()
    const { matchedCount } = await Thread.updateOne(
      { _id: thread, lastNumber: seen.lastNumber, removedCount: seen.removedCount },
      changesFor(removedCount, last, seen.createdAt),
    )
    if (matchedCount > 0) return
  }
}

type Last = Pick<ReplyRecord, 'author' | 'number' | 'createdAt'> | null

function changesFor(removedCount: number, last: Last, openedAt: Date) {
  const lastActivityAt = last?.createdAt ?? openedAt
  const $set = { removedCount, lastActivityAt, answered: last !== null }
  if (!last) return { $set, $unset: { lastReply: 1 as const } }
  const { author, number, createdAt: at } = last
  return { $set: { ...$set, lastReply: { author, number, at } } }
}
