import type { Types } from 'mongoose'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { isDuplicate } from '../platform/database/duplicates.ts'

type Draft = Pick<ReplyRecord, 'thread' | 'body' | 'html' | 'createdAt'> & {
  author: string
  once?: string | undefined
}

const MOST_TRIES = 200

/**
 * Saves a reply under the first free number of its thread. Whoever finds a number taken tries the
 * one after it, so however many write at once, the numbers are 1, 2, 3… without gap. Not for ever: not every
 * server tells which index refused.
 */
export async function insertNumbered(draft: Draft): Promise<ReplyRecord> {
  const first = (await highestNumber(draft.thread)) + 1
  for (let number = first; ; number++) {
    try {
      const reply = await Reply.create({ ...draft, number })
      return reply.toObject()
    } catch (failure) {
      if (!isDuplicate(failure, 'number') || number === first + MOST_TRIES) throw failure
    }
  }
}

async function highestNumber(thread: Types.ObjectId) {
  const last = await Reply.findOne({ thread }, 'number').sort({ number: -1 }).lean()
  return last?.number ?? 0
}
