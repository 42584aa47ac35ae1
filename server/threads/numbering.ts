import type { Types } from 'mongoose'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { isDuplicate } from '../database/duplicates.ts'

type Draft = Pick<ReplyRecord, 'thread' | 'body' | 'html' | 'words' | 'createdAt'> & {
  author: string
  once?: string | undefined
}

/**
 * Saves a reply under the first free number of its thread. Whoever finds a number taken tries the
 * one after it, so however many write at once, the numbers are 1, 2, 3… without gap.
 */
export async function insertNumbered(draft: Draft): Promise<ReplyRecord> {
  for (let number = (await highestNumber(draft.thread)) + 1; ; number++) {
    try {
      const reply = await Reply.create({ ...draft, number })
      return reply.toObject()
    } catch (failure) {
      if (!isDuplicate(failure, 'number')) throw failure
    }
  }
}

async function highestNumber(thread: Types.ObjectId) {
  const last = await Reply.findOne({ thread }, 'number').sort({ number: -1 }).lean()
  return last?.number ?? 0
}
