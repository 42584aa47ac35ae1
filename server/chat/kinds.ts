import { Types } from 'mongoose'
import { Member } from '../../models/member.ts'
import { Message, type MessageRecord } from '../../models/message.ts'
import { Room } from '../../models/room.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { around, neighbour } from '../platform/content/around.ts'
import type { Kind, Submitted } from '../platform/content/kind.ts'
import { giveBack, type PostStore, withhold } from '../platform/content/withholding.ts'
import { seenBy } from '../platform/who/audience.ts'
import { found } from '../platform/who/current.ts'
import { isMember } from '../platform/who/viewer.ts'
import { postMessage, retellMessage } from './actions.ts'
import { messageHits, roomsOfGroup } from './queries.ts'
import { readMessages, readRooms } from './searchable.ts'
import { thingOfMessage } from './things.ts'
import { visibleMessage } from './visible.ts'

/** Found by nobody: rooms say to whom their messages are. */
export const roomKind: Kind = {
  name: 'room',
  ofGroup: {
    name: 'rooms',
    latest: ({ viewer, audience }) => roomsOfGroup(viewer, audience),
  },
  search: { index: 'rooms', place: 5, read: readRooms },
}

export const messageKind: Kind = {
  name: 'message',
  search: {
    index: 'messages',
    place: 5,
    read: readMessages,
    scope: viewer =>
      isMember(viewer) ? { of: 'messages', archived: false, ...seenBy(viewer) } : undefined,
    hits: messageHits,
    tab: { word: 'salons', icon: 'chat', tone: 'heather' },
  },
  moderation: {
    address: '/salons/:slug/messages/:seq',
    async find(req) {
      const { room, record } = await visibleMessage(req)
      return found(thingOfMessage(record, room), !record.removedAt && !record.hiddenAt)
    },
    async read(id) {
      const message = await Message.findById(id).select('+withheld').lean<MessageRecord>()
      const room = message && (await Room.findById(message.room, 'slug').lean())
      return message && room ? thingOfMessage(message, room) : undefined
    },
    async audience(id) {
      const message = await Message.findById(id, 'room').lean()
      return (await Room.findById(message?.room, 'audience').lean())?.audience
    },
    hide: async id => retell(await withhold(messages, id, { removedAt: null })),
    restore: async id => retell(await giveBack(messages, id)),
    around: messagesAround,
    submissions: { post: postSubmitted, url: place => `/salons/${place}` },
  },
  writing: {
    any: author => Message.exists({ author }),
    standing: (author, most) =>
      Message.countDocuments({ author, removedAt: null, hiddenAt: null }).limit(most),
  },
}

const messages: PostStore<MessageRecord> = {
  words: filter => Message.findOne(filter, 'body html').lean(),
  withheld: filter => Message.findOne(filter, '+withheld').lean(),
  write: (filter, update) =>
    Message.findOneAndUpdate(filter, update, { returnDocument: 'after' })
      .select('+withheld')
      .lean<MessageRecord>(),
}

async function retell(message: MessageRecord) {
  const room = await Room.findById(message.room).lean()
  if (room) await retellMessage(room, message)
}

async function postSubmitted({ author, place, body }: Submitted, clientId: string) {
  const room = found(await Room.findOne({ _id: place, archivedAt: null }).lean())
  const member = found(await Member.findById(author, 'name slug photo').lean())
  const { message } = await postMessage(room, presentAuthor(member), { body, clientId })
  return new Types.ObjectId(message.id)
}

async function messagesAround(id: string) {
  const message = await Message.findById(id, 'room seq').lean()
  if (!message) return []
  const near = { room: message.room, seq: around(message.seq) }
  const found = await Message.find(near).sort({ seq: 1 }).lean<MessageRecord[]>()
  return found.map(one => neighbour(one, one.seq, message.seq))
}
