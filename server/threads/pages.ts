import type { Request, Response } from 'express'
import { found, signedIn } from '../auth/current.ts'
import { pagerOf } from '../http/lists.ts'
import { parseQuery } from '../http/parse.ts'
import { language } from '../http/preferences.ts'
import { respond, startForm } from '../http/respond.ts'
import { frenchTypography } from '../markdown/typography.ts'
import type { Viewer } from '../members/policy.ts'
import { markRead, marksOf } from '../reading/marks.ts'
import { categories, presentCategory, threadCounts } from './categories.ts'
import { FILTERS, listQuery, threadQuery } from './forms.ts'
import { canEditReply, canEditThread, canLock, canRead, canReply } from './policy.ts'
import { newClientId } from './preview.ts'
import { listThreads, unreadThreadCount, waitingThread } from './queries.ts'
import { type Reading, readThread } from './reading.ts'
import { idOf } from './visible.ts'

/** The list of discussions: all, unread, mine, unanswered, in one category or in every one. */
export async function showList(req: Request, res: Response) {
  const viewer = signedIn(req)
  const { filtre: filter, categorie, page } = parseQuery(listQuery, req)
  const shelves = await categories()
  const category = categorie ? found(shelves.find(({ slug }) => slug === categorie)) : undefined
  const address = addressOf(nameOf(filter), categorie)
  const list = await listThreads(viewer, { filter, category, page }, address, language(res))
  await respond(req, res, {
    view: 'threads/index',
    data: list.data,
    also: {
      ...list.also,
      filter,
      tabs: tabsFor(filter, categorie),
      unreadCount: await unreadThreadCount(viewer),
      category: category && presentCategory(category, language(res)),
      categories: await shelvesWithCounts(res),
      waiting: await waitingThread(viewer, language(res)),
    },
    page: { title: res.locals.t('threads.title'), nav: 'discussions' },
  })
}

/** A page of a discussion. What all members see of it is remembered; what is this reader's is added here. */
export async function showThread(req: Request, res: Response) {
  const viewer = signedIn(req)
  const id = idOf(req.params.id)
  const { page = 1, citer } = parseQuery(threadQuery, req)
  const reading = found(await readThread(id, page, language(res)), canRead(viewer))
  const seen = (await marksOf(viewer.id, 'thread')).get(id)
  await markRead(viewer.id, 'thread', id, reading.lastSeen)
  startForm(res, { clientId: newClientId(), body: quoteOf(reading, citer) })
  const pager = pagerOf(reading.page, reading.total, reading.thread.url)
  await respond(req, res, {
    view: 'threads/show',
    data: { ...reading.thread, replies: repliesJson(reading, pager.next) },
    also: {
      pager,
      heading: frenchTypography(reading.thread.title),
      opening: forViewer(reading.opening, canEditThread(viewer, facts(reading.thread))),
      posts: postsFor(viewer, reading, seen),
      participants: reading.participants,
      participantCount: reading.participantCount,
      total: reading.total,
      lastPage: pager.next === null,
      can: { reply: canReply(viewer, facts(reading.thread)), lock: canLock(viewer) },
    },
    page: {
      title: frenchTypography(reading.thread.title),
      nav: 'discussions',
      scripts: ['composer.js', 'thread.js'],
    },
  })
}

type Shown = Reading['replies'][number]

/** The replies with what this reader may do, and where what is new for them begins. */
function postsFor(viewer: Viewer, { thread, replies, total }: Reading, seen: number | undefined) {
  const firstNew = seen !== undefined && seen < total ? seen + 1 : undefined
  return replies.map(reply => ({
    ...forViewer(reply, canEditReply(viewer, { ...reply, author: reply.authorId }, thread)),
    newFromHere: reply.number === firstNew && total - reply.number + 1,
  }))
}

function forViewer(post: { article: string; editable: string }, edit: boolean) {
  return { article: edit ? post.editable : post.article }
}

/** What policies ask of a discussion, from its presented form. */
function facts({ author, locked }: Reading['thread']) {
  return { author: author?.id, locked }
}

function repliesJson({ replies, total }: Reading, next: string | null) {
  return { items: replies.map(withoutPage), total, next }
}

function withoutPage(reply: Shown) {
  const { article, editable, ago, at, editedAgo, quoteUrl, editUrl, authorId, ...record } = reply
  return record
}

/** « Citer » begins the reply with the words that it answers. */
function quoteOf({ opening, replies }: Reading, number: number | undefined) {
  if (number === undefined) return ''
  const quoted = number === 0 ? opening : replies.find(reply => reply.number === number)
  if (!quoted?.body) return ''
  const name = quoted.author ? `**${quoted.author.name}** : ` : ''
  return `${`${name}${quoted.body}`.replace(/^/gm, '> ')}\n\n`
}

async function shelvesWithCounts(res: Response) {
  const counts = await threadCounts()
  return (await categories()).map(category => ({
    ...presentCategory(category, language(res)),
    count: counts.get(String(category._id)) ?? 0,
  }))
}

function tabsFor(filter: string, category: string | undefined) {
  const names = [undefined, ...Object.keys(FILTERS)]
  return names.map(name => {
    const of = nameFilter(name)
    return { name: of, url: addressOf(name, category), current: of === filter }
  })
}

function nameFilter(name: string | undefined) {
  return Object.entries(FILTERS).find(([key]) => key === name)?.[1] ?? 'all'
}

function nameOf(filter: string) {
  return Object.entries(FILTERS).find(([, value]) => value === filter)?.[0]
}

function addressOf(filtre: string | undefined, categorie: string | undefined) {
  const query = new URLSearchParams({
    ...(filtre ? { filtre } : {}),
    ...(categorie ? { categorie } : {}),
  }).toString()
  return query ? `/discussions?${query}` : '/discussions'
}
