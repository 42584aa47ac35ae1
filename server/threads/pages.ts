import type { Request, Response } from 'express'
import { waitingIn } from '../moderation/waiting.ts'
import { canMove } from '../people/groups/moving.ts'
import { audienceChoices, groupOf } from '../people/groups/queries.ts'
import { markRead, marksOf } from '../platform/content/read-marks.ts'
import { pagerOf } from '../platform/http/lists.ts'
import { parseQuery } from '../platform/http/parse.ts'
import { language } from '../platform/http/preferences.ts'
import { respond, startForm } from '../platform/http/respond.ts'
import { frenchTypography } from '../platform/markdown/typography.ts'
import { sees } from '../platform/who/audience.ts'
import { found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { categories, presentCategory, threadCounts } from './categories.ts'
import { FILTERS, listQuery, threadQuery } from './forms.ts'
import { canEditReply, canEditThread, canLock, canRead, canReply } from './policy.ts'
import { newClientId } from './preview.ts'
import { listThreads, unreadThreadCount, waitingThread } from './queries.ts'
import { sheetOf } from './questions.ts'
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
      categories: await shelvesWithCounts(viewer, res),
      waiting: await waitingThread(viewer, language(res)),
      mineWaiting: await waitingIn(viewer, 'thread'),
    },
    page: { title: res.locals.t('threads.title'), nav: 'discussions' },
  })
}

/** A page of a discussion. What all members see of it is remembered; what is this reader's is added here. */
export async function showThread(req: Request, res: Response) {
  const viewer = signedIn(req)
  const id = idOf(req.params.id)
  const { page = 1, citer } = parseQuery(threadQuery, req)
  const reading = found(await readThread(id, page, language(res)))
  found(reading, canRead(viewer) && sees(viewer, reading.thread))
  const seen = (await marksOf(viewer.id, 'thread')).get(id)
  await markRead(viewer.id, 'thread', id, reading.lastSeen)
  const { audience } = reading.thread
  startForm(res, { clientId: newClientId(), body: quoteOf(reading, citer), audience })
  const pager = pagerOf(reading.page, reading.total, reading.thread.url)
  await respond(req, res, {
    view: 'threads/show',
    data: {
      ...reading.thread,
      resource: await sheetOf(id, viewer),
      replies: repliesJson(reading, pager.next),
    },
    also: {
      pager,
      heading: frenchTypography(reading.thread.title),
      opening: forViewer(viewer, reading.opening, canEditThread(viewer, facts(reading.thread))),
      posts: postsFor(viewer, reading, seen),
      participants: reading.participants,
      participantCount: reading.participantCount,
      total: reading.total,
      lastPage: pager.next === null,
      waiting: await waitingIn(viewer, 'reply', id),
      can: { reply: canReply(viewer, facts(reading.thread)), lock: canLock(viewer, { audience }) },
      group: await groupOf(reading.thread),
      audiences: canMove(viewer, { author: reading.thread.author?.id, audience })
        ? await threadAudiences(viewer, res)
        : [],
    },
    page: {
      title: frenchTypography(reading.thread.title),
      nav: 'discussions',
      scripts: ['composer.js', 'thread.js'],
    },
  })
}

/** The network, and the groups that the writer is in. */
export function threadAudiences(viewer: Viewer, res: Response) {
  const network = { value: 'network', label: res.locals.t('groups.wholeNetwork') }
  return audienceChoices(viewer, [network])
}

type Shown = Reading['replies'][number]

/** The replies with what this reader may do, and where what is new for them begins. */
function postsFor(viewer: Viewer, { thread, replies, total }: Reading, seen: number | undefined) {
  const firstNew = seen !== undefined && seen < total ? seen + 1 : undefined
  return replies.map(reply => ({
    ...forViewer(viewer, reply, canEditReply(viewer, { ...reply, author: reply.authorId }, thread)),
    newFromHere: reply.number === firstNew && total - reply.number + 1,
  }))
}

function forViewer(viewer: Viewer, post: Reading['opening'] | Shown, edit: boolean) {
  const own = post.authorId === viewer.id
  if (own) return { article: edit ? post.editable : post.own }
  return { article: edit ? post.moderated : post.article }
}

/** What policies ask of a discussion, from its presented form. */
function facts({ author, locked }: Reading['thread']) {
  return { author: author?.id, locked }
}

function repliesJson({ replies, total }: Reading, next: string | null) {
  return { items: replies.map(withoutPage), total, next }
}

function withoutPage(reply: Shown) {
  const {
    article,
    own,
    editable,
    moderated,
    reportUrl,
    ago,
    at,
    editedAgo,
    quoteUrl,
    editUrl,
    authorId,
    ...record
  } = reply
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

async function shelvesWithCounts(viewer: Viewer, res: Response) {
  const counts = await threadCounts(viewer)
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
