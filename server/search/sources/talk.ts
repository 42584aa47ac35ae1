import { Message, type MessageRecord } from '../../../models/message.ts'
import { Reply, type ReplyRecord } from '../../../models/reply.ts'
import { Room, type RoomRecord } from '../../../models/room.ts'
import { Thread, type ThreadRecord } from '../../../models/thread.ts'
import { commonFacts, keyOf, reading, type Source, wanted } from './source.ts'

/** A discussion of before groups is the network's. */
const WITHOUT_AUDIENCE = 'network'
const REPLY_WORTH = 0.8
const MESSAGE_WORTH = 0.6

export const threads: Source = {
  kind: 'threads',
  async *read(ids) {
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
  },
}

/** What stands of a discussion's replies: the ones taken back or hidden have no words. */
export const replies: Source = {
  kind: 'replies',
  async *read(ids) {
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
  },
}

/** Found by nobody: they say to whom their messages are. */
export const rooms: Source = {
  kind: 'rooms',
  async *read(ids) {
    const records = Room.find(wanted(ids), 'audience archivedAt', reading(ids)).lean<RoomRecord[]>()
    for await (const { _id, audience, archivedAt } of records.cursor())
      yield {
        key: keyOf('rooms', _id),
        holds: true,
        texts: {},
        facts: {
          ...commonFacts('rooms', undefined),
          ...{ audience: audience ?? WITHOUT_AUDIENCE, archived: Boolean(archivedAt) },
        },
      }
  },
}

export const messages: Source = {
  kind: 'messages',
  async *read(ids) {
    const fields = 'room body author removedAt createdAt'
    const records = Message.find(wanted(ids), fields, reading(ids)).lean<MessageRecord[]>()
    for await (const { _id, room, body, author, removedAt, createdAt } of records.cursor())
      if (body && !removedAt)
        yield {
          key: keyOf('messages', _id),
          parent: keyOf('rooms', room),
          worth: MESSAGE_WORTH,
          texts: { body },
          facts: { ...commonFacts('messages', createdAt), author: String(author) },
        }
  },
}
