import type { Types } from 'mongoose'
import type { MemberRecord } from '../../models/member.ts'
import { Message, type MessageRecord } from '../../models/message.ts'
import { Room, type RoomRecord } from '../../models/room.ts'
import { presentViewer } from '../people/members/presenter.ts'
import { mentionsOf, READ_ALL } from '../platform/content/mentions.ts'
import { FEW, type OwnText, type PersonalData } from '../platform/content/personal-data.ts'
import { Conflict } from '../platform/errors.ts'
import { plainText, renderMarkdown } from '../platform/markdown/render.ts'
import { forget } from '../platform/memory.ts'
import { removeMessage } from './actions.ts'
import { logTopic } from './queries.ts'

type Id = Types.ObjectId

export const chatData: PersonalData = {
  records: { messages: messagesBy },
  texts: { messages: messageTexts },
  eraseWords: removeMessages,
  async erase(member) {
    await forgetMentions(member)
    await forgetName(member)
  },
}

/** Their words also where the moderation hides them from others. */
async function* messagesBy(author: Id) {
  for await (const message of Message.find({ author }).select('+withheld').lean().cursor(FEW)) {
    const { _id, room, seq, createdAt, editedAt, removedAt, hiddenAt } = message
    const body = message.withheld?.body ?? message.body
    yield { _id, room, seq, body, createdAt, editedAt, removedAt, hiddenAt }
  }
}

async function* messageTexts(author: Id): AsyncIterable<OwnText> {
  const rooms = new Map((await Room.find({}, 'title').lean()).map(r => [String(r._id), r.title]))
  for await (const { room, body, createdAt } of messagesBy(author))
    if (body) yield { title: rooms.get(String(room)) ?? '', at: createdAt, body }
}

/** Numbers of messages are kept. */
async function removeMessages(member: MemberRecord) {
  const rooms = new Map((await Room.find().lean<RoomRecord[]>()).map(r => [String(r._id), r]))
  const own = Message.find({ author: member._id }).lean<MessageRecord>().cursor()
  for await (const message of own) {
    const room = rooms.get(String(message.room))
    if (!room) continue
    if (!message.removedAt && !message.hiddenAt) await takeBack(room, message, member)
    // What the moderation hid has nothing to tell to anybody, and words to lose.
    else await emptyMessage(room, message)
  }
}

async function takeBack(room: RoomRecord, message: MessageRecord, member: MemberRecord) {
  try {
    await removeMessage(room, message, presentViewer(member))
  } catch (failure) {
    if (!(failure instanceof Conflict)) throw failure
    await emptyMessage(room, message)
  }
}

async function emptyMessage(room: RoomRecord, { _id, removedAt }: MessageRecord) {
  const $set = { body: '', html: '', removedAt: removedAt ?? new Date() }
  await Message.updateOne({ _id }, { $set, $unset: { withheld: 1, hiddenAt: 1 } })
  forget(logTopic(room))
}

async function forgetMentions(member: MemberRecord) {
  const { filter, without } = mentionsOf(member)
  const messages = Message.find(filter, 'room body', READ_ALL).lean().cursor()
  for await (const { _id, room, body } of messages)
    if (without(body) !== body) await rewriteMessage(_id, room, without(body))
}

async function rewriteMessage(_id: Id, room: Id, body: string) {
  const html = renderMarkdown(body, { french: true, headingOffset: 3 })
  const told = await Message.findOneAndUpdate({ _id }, { $set: { body, html } }).lean()
  const $set = { 'last.excerpt': plainText(body, 120) }
  await Room.updateOne({ _id: room, 'last.seq': told?.seq }, { $set })
  forget(logTopic({ _id: room }))
}

/** Names are read from the account everywhere but here, where a room's summary keeps its own copy. */
async function forgetName({ _id }: MemberRecord) {
  for (const room of await Room.find({}, 'last').lean()) {
    const seq = room.last?.seq
    if (!seq || !(await Message.exists({ room: room._id, seq, author: _id }))) continue
    await Room.updateOne({ _id: room._id, 'last.seq': seq }, { $set: { 'last.author': '' } })
  }
}
