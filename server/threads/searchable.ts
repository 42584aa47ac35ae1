import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../platform/content/searchable.ts'

/** A discussion of before groups is the network's. */
const WITHOUT_AUDIENCE = 'network'
const REPLY_WORTH = 0.8

export async function* readThreads(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
  const fields = 'title body author audience away createdAt'
  const records = Thread.find(wanted(ids), fields, reading(ids)).lean<ThreadRecord[]>()
  for await (const { _id, title, body, author, audience, away, createdAt } of records.cursor())
    yield {
      key: keyOf('threads', _id),
      holds: true,
      texts: { title, body },
      facts: {
        ...commonFacts('threads', createdAt),
        ...{ audience: audience ?? WITHOUT_AUDIENCE, away: away ?? null, author: String(author) },
      },
    }
}

/** What stands of a discussion's replies: the ones taken back or hidden have no words. */
export async function* readReplies(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
  const fields = 'thread body author removed createdAt'
  const records = Reply.find(wanted(ids), fields, reading(ids)).lean<ReplyRecord[]>()
  for await (const { _id, thread, body, author, removed, createdAt } of records.cursor())
    if (body && !removed)
      yield {
        key: keyOf('replies', _id),
        parent: keyOf('threads', thread),
        worth: REPLY_WORTH,
        texts: { body },
        facts: { ...commonFacts('threads', createdAt), author: String(author) },
      }
}
