import type { CategoryRecord } from '../../models/category.ts'
import type { ReplyRecord } from '../../models/reply.ts'
import type { ThreadRecord } from '../../models/thread.ts'
import type { Writer } from '../people/members/writers.ts'
import { PAGE_SIZE } from '../platform/http/lists.ts'
import type { Language } from '../platform/i18n/index.ts'
import { formatAgo, formatDateTime } from '../platform/time/format.ts'
import { presentCategory } from './categories.ts'

/** Where the network lives: the zone of the dates that its members read. */

/** What stands around records on a page: who wrote, the categories, the reader's language. */
export type Around = {
  writers: ReadonlyMap<string, Writer>
  categories: CategoryRecord[]
  language: Language
}

export type ThreadLineRecord = Omit<ThreadRecord, 'body' | 'html'>

/** A discussion in a list. */
export function presentThreadLine(thread: ThreadLineRecord, around: Around) {
  const { writers, categories, language } = around
  const category = categories.find(({ _id }) => String(_id) === String(thread.category))
  return {
    id: String(thread._id),
    url: threadUrl(thread._id),
    title: thread.title,
    category: category ? presentCategory(category, language) : null,
    author: writers.get(String(thread.author)) ?? null,
    audience: thread.audience ?? 'network',
    locked: thread.locked,
    replyCount: replyCount(thread),
    lastReply: presentLastReply(thread, writers),
    lastActivityAt: thread.lastActivityAt.toISOString(),
    createdAt: thread.createdAt.toISOString(),
    editedAt: thread.editedAt?.toISOString() ?? null,
  }
}

export function presentThread(thread: ThreadRecord, around: Around) {
  return { ...presentThreadLine(thread, around), body: thread.body, html: thread.html }
}

/** A reply taken back keeps its place: who took it back, and none of its words. */
export function presentReply(reply: ReplyRecord, { writers }: Pick<Around, 'writers'>) {
  return {
    id: String(reply._id),
    url: replyUrl(reply),
    thread: String(reply.thread),
    number: reply.number,
    author: writers.get(String(reply.author)) ?? null,
    body: reply.body,
    html: reply.html,
    createdAt: reply.createdAt.toISOString(),
    editedAt: reply.editedAt?.toISOString() ?? null,
    removed: reply.removed,
    /** By the moderation: its words are gone until it gives them back. */
    hidden: Boolean(reply.hiddenAt),
    removedBy: reply.removed ? (writers.get(String(reply.removedBy)) ?? null) : null,
  }
}

type Message = {
  thread: string
  url: string
  number: number
  author: Writer | null
  createdAt: string
  editedAt: string | null
}

/** What the page's partial shows of a message besides its record. The first message is number 0. */
export function postOf<M extends Message>(message: M, language: Language) {
  const page = pageOfNumber(message.number)
  return {
    ...message,
    authorId: message.author?.id ?? '',
    ago: agoOf(message.createdAt, language),
    at: formatDateTime(new Date(message.createdAt), language),
    editedAgo: message.editedAt ? agoOf(message.editedAt, language) : null,
    quoteUrl: `${threadUrl(message.thread)}?page=${page}&citer=${message.number}#repondre`,
    editUrl: `${message.url}/modifier`,
    reportUrl: `${message.url}/signalement`,
  }
}

export function agoOf(iso: string, language: Language) {
  return formatAgo(new Date(iso), new Date(), language)
}

export function threadUrl(id: unknown) {
  return `/discussions/${id}`
}

export function replyUrl(reply: { thread: unknown; _id: unknown }) {
  return `${threadUrl(reply.thread)}/reponses/${reply._id}`
}

/** Replies that stand. */
export function replyCount(thread: { lastNumber: number; removedCount: number }) {
  return Math.max(0, thread.lastNumber - thread.removedCount)
}

export function pageOfNumber(number: number) {
  return Math.max(1, Math.ceil(number / PAGE_SIZE))
}

function presentLastReply(thread: ThreadLineRecord, writers: Around['writers']) {
  const last = thread.lastReply
  if (!last) return null
  return {
    number: last.number,
    author: writers.get(String(last.author)) ?? null,
    at: last.at.toISOString(),
  }
}
