import { Member } from '../../models/member.ts'
import { Message, type MessageRecord } from '../../models/message.ts'
import { Room, type RoomRecord } from '../../models/room.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { marksOf } from '../platform/content/read-marks.ts'
import { remember, type Topic } from '../platform/memory.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { canRead } from './policy.ts'
import { messageUrl, type PresentedMessage, presentMessage, presentRoom } from './presenter.ts'

export const LOG_SIZE = 50

/** The rooms that this member may read, in the order of the network. */
export async function roomsOf(viewer: Viewer | Visitor): Promise<RoomRecord[]> {
  return (await allRooms()).filter(room => canRead(viewer, room))
}

/** A room by its slug or its id, among those this member may read. */
export async function roomOf(viewer: Viewer | Visitor, name: string | undefined) {
  return (await roomsOf(viewer)).find(({ slug, _id }) => slug === name || String(_id) === name)
}

/** The same list as records with what the member has not read yet. */
export async function presentedRooms(viewer: Viewer) {
  const [rooms, marks] = await Promise.all([roomsOf(viewer), marksOf(viewer.id, 'room')])
  return rooms.map(room => presentRoom(room, unreadIn(room, marks)))
}

/** In how many rooms something waits for this member: asked by every page, so it costs no query. */
export async function unreadRoomCount(viewer: Viewer) {
  const [rooms, marks] = await Promise.all([roomsOf(viewer), marksOf(viewer.id, 'room')])
  return rooms.filter(room => unreadIn(room, marks) > 0).length
}

/** For the home page: the rooms where somebody spoke last. */
export async function livelyRooms(viewer: Viewer, limit: number) {
  const rooms = (await presentedRooms(viewer)).filter(room => room.lastMessage)
  return rooms
    .sort((a, b) => String(b.lastMessage?.at).localeCompare(String(a.lastMessage?.at)))
    .slice(0, limit)
}

/** Those of a group, among the rooms that this member may read. */
export async function roomsOfGroup(viewer: Viewer, audience: string) {
  return (await presentedRooms(viewer)).filter(room => room.audience === audience)
}

/** Of these, the messages of rooms that this member may read, as the search tells them. */
export async function messageHits(viewer: Viewer | Visitor, ids: string[]) {
  const rooms = new Map((await roomsOf(viewer)).map(room => [String(room._id), room]))
  if (rooms.size === 0) return []
  const filter = { _id: { $in: ids }, removedAt: null }
  const messages = await Message.find(filter, 'room seq author body').lean()
  const authors = await authorsOf(messages)
  return messages.flatMap(({ _id, room: place, seq, author, body }) => {
    const room = rooms.get(String(place))
    if (!room || !body) return []
    const url = messageUrl(room.slug, seq)
    const meta = authors.get(String(author))?.name ?? ''
    return [{ id: String(_id), url, title: room.title, meta, texts: [body] }]
  })
}

export type Span = { avant?: number | undefined; depuis?: number | undefined }

/** Up to 50 messages, oldest first: the last ones, those before `avant`, or those after `depuis`. */
export async function messagesOf(room: RoomRecord, span: Span = {}) {
  const load = () => readMessages(room, span)
  // Only what everybody opens is worth remembering: the end of the room.
  const items =
    span.avant === undefined && span.depuis === undefined
      ? await remember([logTopic(room), 'members'], `log ${room._id}`, load)
      : await load()
  return { items, total: Math.max(room.last?.seq ?? 0, items.at(-1)?.seq ?? 0) }
}

export function logTopic(room: { _id: unknown }): Topic {
  return `log:${room._id}`
}

/** How far this member had read, or undefined when they never came. */
export async function readUpTo(viewer: Viewer, room: RoomRecord) {
  return (await marksOf(viewer.id, 'room')).get(String(room._id))
}

/** Records with their authors, in one query for the authors. */
export async function presentMessages(messages: MessageRecord[], roomSlug: string) {
  const authors = await authorsOf(messages)
  return messages.map(message =>
    presentMessage(message, authors.get(String(message.author)) ?? null, roomSlug),
  )
}

function allRooms(): Promise<RoomRecord[]> {
  return remember(['rooms'], 'rooms', () =>
    Room.find({ archivedAt: null }).sort({ order: 1, title: 1 }).lean(),
  )
}

async function readMessages(
  room: RoomRecord,
  { avant, depuis }: Span,
): Promise<PresentedMessage[]> {
  const after = depuis !== undefined
  const seq = after ? { $gt: depuis } : { $lt: avant ?? Number.MAX_SAFE_INTEGER }
  const messages = await Message.find({ room: room._id, seq })
    .sort({ seq: after ? 1 : -1 })
    .limit(LOG_SIZE)
    .lean()
  return presentMessages(after ? messages : messages.reverse(), room.slug)
}

function unreadIn(room: RoomRecord, marks: ReadonlyMap<string, number>) {
  return Math.max(0, (room.last?.seq ?? 0) - (marks.get(String(room._id)) ?? 0))
}

async function authorsOf(messages: { author: unknown }[]) {
  const ids = [...new Set(messages.map(({ author }) => String(author)))]
  const members = await Member.find({ _id: { $in: ids } }, 'name slug photo').lean()
  return new Map(members.map(member => [String(member._id), presentAuthor(member)]))
}
