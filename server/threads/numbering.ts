import type { Types } from 'mongoose'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { writeNumbered } from '../platform/content/numbering.ts'

type Draft = Pick<ReplyRecord, 'thread' | 'body' | 'html' | 'createdAt'> & {
  author: string
  once?: string | undefined
}

/** Saves a reply under the next number of its thread; under one of these keys, only once. */
export function insertNumbered(draft: Draft, once: readonly string[] = []) {
  return writeNumbered<ReplyRecord>({
    highest: () => highestNumber(draft.thread),
    write: async number => (await Reply.create({ ...draft, number })).toObject(),
    same: async () =>
      once.length > 0 ? Reply.findOne({ once: { $in: once } }).lean<ReplyRecord>() : undefined,
  })
}

/** Puts a reply at the end of another thread. */
export function moveToEnd(_id: Types.ObjectId, thread: Types.ObjectId) {
  return writeNumbered({
    highest: () => highestNumber(thread),
    write: number => Reply.updateOne({ _id }, { $set: { thread, number } }).exec(),
  })
}

export async function highestNumber(thread: Types.ObjectId) {
  const last = await Reply.findOne({ thread }, 'number').sort({ number: -1 }).lean()
  return last?.number ?? 0
}
