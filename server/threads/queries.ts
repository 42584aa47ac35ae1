import type { QueryFilter } from 'mongoose'
import type { CategoryRecord } from '../../models/category.ts'
import { Reply } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { listPage, PAGE_SIZE, pagerOf } from '../http/lists.ts'
import type { Language } from '../i18n/index.ts'
import { frenchTypography } from '../markdown/typography.ts'
import type { Viewer, Visitor } from '../members/policy.ts'
import { writersOf } from '../members/writers.ts'
import { remember } from '../memory.ts'
import { wordFilter } from '../search/words.ts'
import { categories } from './categories.ts'
import type { Filter } from './forms.ts'
import { canRead } from './policy.ts'
import { agoOf, presentThreadLine, type ThreadLineRecord } from './presenter.ts'
import { unreadOf } from './unread.ts'

const WITHOUT_TEXT = '-body -html -words -once'

export type ThreadLine = ReturnType<typeof presentThreadLine>

/** A discussion in a list with what is only this reader's: unread or not, and how much is new. */
export type ThreadRow = ThreadLine & {
  /** The title as it is printed. */
  heading: string
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
  return rowsFor(viewer, await linesOf([...unread.keys()].slice(0, limit), language), language)
}

export async function unreadThreadCount(viewer: Viewer | Visitor) {
  return canRead(viewer) ? (await unreadOf(viewer)).size : 0
}

export async function recentThreads(
  viewer: Viewer | Visitor,
  limit: number,
  language: Language = 'fr',
): Promise<ThreadRow[]> {
  if (!canRead(viewer)) return []
  const topics = ['threads', 'members', 'spaces', 'categories']
  const lines = await remember(topics, `threads recent ${limit} ${language}`, async () =>
    present(await found({}, limit), language),
  )
  return rowsFor(viewer, lines, language)
}

/** The discussions whose title, first message or replies hold every word. */
export async function searchThreads(
  viewer: Viewer | Visitor,
  words: string,
  limit: number,
  language: Language = 'fr',
): Promise<ThreadLine[]> {
  const filter = wordFilter(words)
  if (!filter || !canRead(viewer)) return []
  const replies = await Reply.find(filter, 'thread').sort({ _id: -1 }).limit(limit).lean()
  const inReplies = { _id: { $in: replies.map(({ thread }) => thread) } }
  const [opened, answered] = [await found(filter, limit), await found(inReplies, limit)]
  const byId = new Map([...opened, ...answered].map(thread => [String(thread._id), thread]))
  return present([...byId.values()].slice(0, limit), language)
}

/** Somebody waits for a first reply: the latest such discussion that this member did not open. */
export async function waitingThread(viewer: Viewer, language: Language) {
  const topics = ['threads', 'members', 'spaces', 'categories']
  const waiting = await remember(topics, `threads waiting ${language}`, async () =>
    present(await found({ answered: false, locked: false }, 5), language),
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

async function threadPage(viewer: Viewer, wanted: Wanted, address: string, language: Language) {
  const owner = wanted.filter === 'mine' ? viewer.id : ''
  const key = `threads ${wanted.filter} ${owner} ${address} ${wanted.page} ${language}`
  const topics = ['threads', 'members', 'spaces', 'categories']
  const { data, also } = await remember(topics, key, () =>
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
  const items = await linesOf(ids.slice(start, start + PAGE_SIZE), language)
  const pager = pagerOf(wanted.page, ids.length, address)
  return {
    data: { items, total: ids.length, next: pager.next },
    also: { pager, rows: await rowsFor(viewer, items, language) },
  }
}

function filterOf(viewer: Viewer, { filter, category }: Wanted): QueryFilter<ThreadRecord> {
  return {
    ...(category ? { category: category._id } : {}),
    ...(filter === 'mine' ? { participants: viewer.id } : {}),
    ...(filter === 'unanswered' ? { answered: false } : {}),
  }
}

function linesOf(ids: string[], language: Language): Promise<ThreadLine[]> {
  const topics = ['threads', 'members', 'spaces', 'categories']
  return remember(topics, `threads ${ids.join()} ${language}`, async () =>
    present(await found({ _id: { $in: ids } }, ids.length), language),
  )
}

function found(filter: QueryFilter<ThreadRecord>, limit: number) {
  return Thread.find(filter, WITHOUT_TEXT)
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
  const unread = await unreadOf(viewer)
  return lines.map(line => {
    const news = unread.get(line.id)
    return {
      ...line,
      heading: frenchTypography(line.title),
      ago: agoOf(line.lastActivityAt, language),
      unread: news !== undefined,
      fresh: news?.fresh ?? 0,
    }
  })
}
