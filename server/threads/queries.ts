import type { QueryFilter } from 'mongoose'
import type { CategoryRecord } from '../../models/category.ts'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { groupTitles } from '../people/groups/queries.ts'
import { writersOf } from '../people/members/writers.ts'
import { listPage, PAGE_SIZE, pagerOf } from '../platform/http/lists.ts'
import type { Language } from '../platform/i18n/index.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { remember, type Topic } from '../platform/memory.ts'
import { audiencesOf, membersSeenBy } from '../platform/who/audience.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { categories } from './categories.ts'
import type { Filter } from './forms.ts'
import { canRead } from './policy.ts'
import {
  agoOf,
  presentThreadLine,
  replyUrl,
  type ThreadLineRecord,
  threadUrl,
} from './presenter.ts'
import { unreadOf } from './unread.ts'

const TOPICS: readonly Topic[] = ['threads', 'members', 'spaces', 'categories']
const WITHOUT_TEXT = '-body -html -once'

export type ThreadLine = ReturnType<typeof presentThreadLine>

/** A discussion in a list with what is only this reader's: unread or not, and how much is new. */
export type ThreadRow = ThreadLine & {
  /** The title as it is printed. */
  heading: string
  /** The name of the group that it is for. */
  group: string | undefined
  ago: string
  unread: boolean
  fresh: number
}

type Wanted = { filter: Filter; category: Pick<CategoryRecord, '_id'> | undefined; page: number }

/** One page of the list of discussions, most recent activity first. */
export async function listThreads(
  viewer: Viewer,
  wanted: Wanted,
  address: string,
  language: Language,
) {
  return wanted.filter === 'unread'
    ? unreadPage(viewer, wanted, address, language)
    : threadPage(viewer, wanted, address, language)
}

/** The discussions with something new for this member, most recent activity first. */
export async function unreadThreads(
  viewer: Viewer | Visitor,
  limit: number,
  language: Language = 'fr',
): Promise<ThreadRow[]> {
  if (!canRead(viewer)) return []
  const unread = await unreadOf(viewer)
  const lines = await linesOf(viewer, [...unread.keys()].slice(0, limit), language)
  return rowsFor(viewer, lines, language)
}

export async function unreadThreadCount(viewer: Viewer | Visitor) {
  return canRead(viewer) ? (await unreadOf(viewer)).size : 0
}

/** Of these, the discussions that this reader may see, as the search tells them. */
export async function threadHits(viewer: Viewer | Visitor, ids: string[]) {
  const threads = await seenAmong(viewer, ids)
  const writers = await writersOf(threads.map(({ author }) => author))
  return threads.map(({ _id, title, body, author }) => ({
    ...{ id: String(_id), url: threadUrl(_id), title },
    meta: writers.get(String(author))?.name ?? '',
    texts: [body],
  }))
}

/** The same of replies, under the title of their discussion. */
export async function replyHits(viewer: Viewer | Visitor, ids: string[]) {
  const replies = await Reply.find(
    { _id: { $in: ids }, removed: false },
    'thread number author body',
  ).lean<ReplyRecord[]>()
  const threads = await seenAmong(viewer, [...new Set(replies.map(one => String(one.thread)))])
  const titles = new Map(threads.map(({ _id, title }) => [String(_id), title]))
  const writers = await writersOf(replies.map(({ author }) => author))
  return replies.flatMap(reply => {
    const title = titles.get(String(reply.thread))
    const meta = writers.get(String(reply.author))?.name ?? ''
    if (title === undefined) return []
    return [{ id: String(reply._id), url: replyUrl(reply), title, meta, texts: [reply.body] }]
  })
}

async function seenAmong(viewer: Viewer | Visitor, ids: string[]) {
  if (!canRead(viewer)) return []
  const filter = { _id: { $in: ids }, away: null, ...membersSeenBy(viewer) }
  return Thread.find(filter, 'title body author').lean<ThreadRecord[]>()
}

/** Somebody waits for a first reply: the latest such discussion that this member did not open. */
export async function waitingThread(viewer: Viewer, language: Language) {
  const key = `threads waiting ${language} ${audiencesOf(viewer)}`
  const waiting = await remember(TOPICS, key, async () =>
    present(await found(viewer, { answered: false, locked: false }, 5), language),
  )
  const first = waiting.find(({ author }) => author?.id !== viewer.id)
  return (
    first && {
      ...first,
      heading: frenchTypography(first.title),
      ago: agoOf(first.createdAt, language),
    }
  )
}

/** The latest ones of a group; whoever asks is in it. */
export async function threadsOfGroup(
  viewer: Viewer,
  audience: string,
  limit: number,
  language: Language,
) {
  const lines = await remember(TOPICS, `threads of ${audience} ${limit} ${language}`, async () =>
    present(await latest({ audience }, limit), language),
  )
  return rowsFor(viewer, lines, language)
}

async function threadPage(viewer: Viewer, wanted: Wanted, address: string, language: Language) {
  const owner = wanted.filter === 'mine' ? viewer.id : ''
  const key = `threads ${wanted.filter} ${owner} ${address} ${wanted.page} ${language} ${audiencesOf(viewer)}`
  const { data, also } = await remember(TOPICS, key, () =>
    listPage(
      Thread.find(filterOf(viewer, wanted), WITHOUT_TEXT).sort({ lastActivityAt: -1, _id: -1 }),
      wanted.page,
      address,
      records => present(records, language),
    ),
  )
  return { data, also: { ...also, rows: await rowsFor(viewer, data.items, language) } }
}

async function unreadPage(viewer: Viewer, wanted: Wanted, address: string, language: Language) {
  const unread = await unreadOf(viewer)
  const category = wanted.category && String(wanted.category._id)
  const ids = [...unread]
    .filter(([, thread]) => category === undefined || thread.category === category)
    .map(([id]) => id)
  const start = (wanted.page - 1) * PAGE_SIZE
  const items = await linesOf(viewer, ids.slice(start, start + PAGE_SIZE), language)
  const pager = pagerOf(wanted.page, ids.length, address)
  return {
    data: { items, total: ids.length, next: pager.next },
    also: { pager, rows: await rowsFor(viewer, items, language) },
  }
}

function filterOf(viewer: Viewer, { filter, category }: Wanted): QueryFilter<ThreadRecord> {
  return {
    away: null,
    ...membersSeenBy(viewer),
    ...(category ? { category: category._id } : {}),
    ...(filter === 'mine' ? { participants: viewer.id } : {}),
    ...(filter === 'unanswered' ? { answered: false } : {}),
  }
}

function linesOf(viewer: Viewer, ids: string[], language: Language): Promise<ThreadLine[]> {
  const key = `threads ${ids.join()} ${language} ${audiencesOf(viewer)}`
  return remember(TOPICS, key, async () =>
    present(await found(viewer, { _id: { $in: ids } }, ids.length), language),
  )
}

/** The latest that this reader may see. */
function found(viewer: Viewer, filter: QueryFilter<ThreadRecord>, limit: number) {
  return latest({ ...filter, ...membersSeenBy(viewer) }, limit)
}

function latest(filter: QueryFilter<ThreadRecord>, limit: number) {
  return Thread.find({ ...filter, away: null }, WITHOUT_TEXT)
    .sort({ lastActivityAt: -1, _id: -1 })
    .limit(limit)
    .lean<ThreadLineRecord[]>()
}

async function present(threads: ThreadLineRecord[], language: Language) {
  const people = threads.flatMap(({ author, lastReply }) => [author, lastReply?.author])
  const around = { writers: await writersOf(people), categories: await categories(), language }
  return threads.map(thread => presentThreadLine(thread, around))
}

async function rowsFor(viewer: Viewer, lines: ThreadLine[], language: Language) {
  const [unread, groups] = await Promise.all([unreadOf(viewer), groupTitles()])
  return lines.map(line => {
    const news = unread.get(line.id)
    return {
      ...line,
      group: groups.get(line.audience),
      heading: frenchTypography(line.title),
      ago: agoOf(line.lastActivityAt, language),
      unread: news !== undefined,
      fresh: news?.fresh ?? 0,
    }
  })
}
