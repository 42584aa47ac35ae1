import type { MessageRecord } from '../../models/message.ts'
import type { RoomRecord } from '../../models/room.ts'
import type { Author } from '../people/members/presenter.ts'
import type { Language } from '../platform/i18n/index.ts'
import { dayNumber } from '../platform/time/clock.ts'
import { formatAgo, formatDay, formatTime } from '../platform/time/format.ts'

/** A room as lists and its own page show it; `unread` is the viewer's. */
export function presentRoom(room: RoomRecord, unread = 0) {
  const { slug, title, topic, icon, order, audience, last } = room
  return {
    id: String(room._id),
    slug,
    url: roomUrl(room),
    title,
    topic,
    icon,
    order,
    audience,
    archivedAt: room.archivedAt?.toISOString() ?? null,
    total: last?.seq ?? 0,
    lastMessage: last
      ? { seq: last.seq, author: last.author, excerpt: last.excerpt, at: last.at.toISOString() }
      : null,
    unread,
  }
}

export type PresentedRoom = ReturnType<typeof presentRoom>

/** What a list of rooms says of the last message: « il y a 2 h ». */
export function shownRoom(room: PresentedRoom, language: Language) {
  const ago = room.lastMessage ? formatAgo(new Date(room.lastMessage.at), new Date(), language) : ''
  return { ...room, ago, unreadShown: room.unread > 99 ? '99+' : String(room.unread) }
}

/** A message as JSON and events carry it. A removed one keeps its place, and nothing of its words. */
export function presentMessage(message: MessageRecord, author: Author | null, roomSlug: string) {
  const id = String(message._id)
  return {
    id,
    url: messageUrl(roomSlug, message.seq),
    room: roomSlug,
    seq: message.seq,
    body: message.body,
    html: message.html,
    author,
    createdAt: message.createdAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
    removed: Boolean(message.removedAt),
    hidden: Boolean(message.hiddenAt),
    clientId: message.clientId === id ? null : message.clientId,
  }
}

export type PresentedMessage = ReturnType<typeof presentMessage>

/** The message with what `rooms/_message` prints besides. */
export function shownMessage(message: PresentedMessage, language: Language) {
  const at = new Date(message.createdAt)
  return { ...message, time: formatTime(at, language), day: dayOf(at) }
}

/** « Aujourd'hui », « Hier », then the day in full. */
export function dayTitle(
  day: string,
  words: { today: string; yesterday: string },
  language: Language,
) {
  const at = new Date(`${day}T12:00:00Z`)
  const days = dayNumber(new Date()) - dayNumber(at, 'UTC')
  if (days === 0) return words.today
  return days === 1 ? words.yesterday : capitalised(formatDay(at, language, 'UTC'))
}

export function today() {
  return dayOf(new Date())
}

export function roomUrl({ slug }: { slug: string }) {
  return `/salons/${slug}`
}

export function messageUrl(roomSlug: string, seq: number) {
  return `/salons/${roomSlug}/messages/${seq}`
}

/** The calendar day on the network's wall, `2026-11-22`. */
function dayOf(at: Date) {
  return new Date(dayNumber(at) * 86_400_000).toISOString().slice(0, 10)
}

function capitalised(words: string) {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
