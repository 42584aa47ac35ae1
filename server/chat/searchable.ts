import { Message, type MessageRecord } from '../../models/message.ts'
import { Room, type RoomRecord } from '../../models/room.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../platform/content/searchable.ts'

const WITHOUT_AUDIENCE = 'network'
const MESSAGE_WORTH = 0.6

/** Found by nobody: they say to whom their messages are. */
export async function* readRooms(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
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
}

export async function* readMessages(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
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
}
