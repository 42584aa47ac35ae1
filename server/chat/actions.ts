import { Types } from 'mongoose'
import type { z } from 'zod'
import { Message, type MessageRecord } from '../../models/message.ts'
import { Room, type RoomRecord } from '../../models/room.ts'
import type { Author } from '../people/members/presenter.ts'
import { inTurn } from '../platform/content/in-turn.ts'
import { writeNumbered } from '../platform/content/numbering.ts'
import { markRead } from '../platform/content/read-marks.ts'
import { Conflict } from '../platform/errors.ts'
import { plainText, renderMarkdown } from '../platform/markdown/render.ts'
import { forget } from '../platform/memory.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { announce } from './announce.ts'
import type { messageForm } from './forms.ts'
import { presentMessage } from './presenter.ts'
import { logTopic, presentMessages } from './queries.ts'

type Input = z.output<typeof messageForm>
type Poster = Pick<Viewer, 'id' | 'name'>

/**
 * Writes a message after the last one of its room and tells the room, in that order for everybody.
 * The same `clientId` by the same author is the same message: `isNew` is then false.
 */
export async function postMessage(
  room: RoomRecord,
  author: Author,
  input: Input,
  { createdAt = new Date() }: { createdAt?: Date } = {},
) {
  const { record, isNew } = await inTurn(String(room._id), async () => {
    const posted = await writeOnce(room, newMessage(room, author, input, createdAt))
    if (!posted.isNew) return posted
    forget(logTopic(room))
    announce('message:posted', room, present(posted.record, author, room))
    return posted
  })
  // Outside of the turn: the next message need not wait for these.
  if (isNew) {
    await Promise.all([
      keepLast(room, record, author.name),
      markRead(author.id, 'room', String(room._id), record.seq),
    ])
  }
  return { message: present(record, author, room), isNew }
}

type Imported = { author: Poster; body: string; createdAt: Date }

/** Many messages of a room that nobody listens to yet, oldest first, in one write. */
export function importMessages(room: RoomRecord, messages: readonly Imported[]) {
  return inTurn(String(room._id), async () => {
    const first = (await lastSeq(room)) + 1
    const records = messages.map(({ author, body, createdAt }, i) => ({
      ...newMessage(room, author, { body, clientId: undefined }, createdAt),
      seq: first + i,
    }))
    await Message.insertMany(records)
    forget(logTopic(room))
    const last = records.at(-1)
    if (last) await keepLast(room, last, messages.at(-1)?.author.name ?? '')
    return records.length
  })
}

export async function editMessage(room: RoomRecord, message: MessageRecord, body: string) {
  const changes = { ...written(body), editedAt: new Date() }
  return change(room, message, 'message:edited', { $set: changes })
}

/** What was said goes; its place stays, so that the numbers of a room have no gap. */
export async function removeMessage(room: RoomRecord, message: MessageRecord, remover: Viewer) {
  return change(room, message, 'message:removed', {
    $set: { body: '', html: '', removedAt: new Date(), removedBy: remover.id },
    $unset: { editedAt: 1 },
  })
}

type NewMessage = Omit<MessageRecord, 'seq'>

function newMessage(room: RoomRecord, author: Poster, input: Input, createdAt: Date): NewMessage {
  const _id = new Types.ObjectId()
  return {
    _id,
    room: room._id,
    author: new Types.ObjectId(author.id),
    clientId: input.clientId ?? String(_id),
    ...written(input.body),
    createdAt,
  }
}

function written(body: string) {
  return {
    body,
    html: renderMarkdown(body, { french: true, headingOffset: 3 }),
  }
}

/** The message, or the one of the same author and `clientId` that was there before. */
function writeOnce(room: RoomRecord, message: NewMessage) {
  const { author, clientId } = message
  return writeNumbered<MessageRecord>({
    highest: () => lastSeq(room),
    async write(seq) {
      const record = { ...message, seq }
      await Message.insertOne(record)
      return record
    },
    same: () => Message.findOne({ room: room._id, author, clientId }).lean<MessageRecord>(),
  })
}

function present(
  record: MessageRecord,
  { id, slug, name, url, photoUrl }: Author,
  room: RoomRecord,
) {
  return presentMessage(record, { id, slug, name, url, photoUrl }, room.slug)
}

async function lastSeq(room: RoomRecord) {
  const last = await Message.findOne({ room: room._id }, 'seq').sort({ seq: -1 }).lean()
  return last?.seq ?? 0
}

/** The room's summary never goes back to an older message than the one it tells of. */
async function keepLast(room: RoomRecord, message: MessageRecord, author: string) {
  const { seq, createdAt: at, body } = message
  await Room.updateOne(
    { _id: room._id, $or: [{ last: null }, { 'last.seq': { $lte: seq } }] },
    { $set: { last: { seq, at, author, excerpt: plainText(body, 120) } } },
  )
}

async function change(
  room: RoomRecord,
  { _id }: MessageRecord,
  event: 'message:edited' | 'message:removed',
  changes: object,
) {
  const filter = { _id, removedAt: null, hiddenAt: null }
  const record = await Message.findOneAndUpdate(filter, changes, { returnDocument: 'after' })
    .select('+withheld') // an exclusion is more than every store can answer here
    .lean()
  if (!record) throw new Conflict()
  return retell(room, record, event)
}

/** What the moderation did to a message shows everywhere at once, open pages included. */
export function retellMessage(room: RoomRecord, message: MessageRecord) {
  return retell(room, message, message.hiddenAt ? 'message:removed' : 'message:edited')
}

async function retell(
  room: RoomRecord,
  record: MessageRecord,
  event: 'message:edited' | 'message:removed',
) {
  await Room.updateOne(
    { _id: room._id, 'last.seq': record.seq },
    { $set: { 'last.excerpt': plainText(record.body, 120) } },
  )
  forget(logTopic(room))
  const [message] = await presentMessages([record], room.slug)
  if (!message) throw new Conflict()
  announce(event, room, message)
  return message
}
