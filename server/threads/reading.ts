import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { type Writer, writersOf } from '../people/members/writers.ts'
import { PAGE_SIZE } from '../platform/http/lists.ts'
import type { Language } from '../platform/i18n/index.ts'
import { remember, type Topic } from '../platform/memory.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { categories } from './categories.ts'
import { type Around, pageOfNumber, postOf, presentReply, presentThread } from './presenter.ts'

const SHOWN_FACES = 12
/** Of twenty messages as words, record and page, among what a process remembers. */
const WEIGHT = 10

/**
 * One page of a discussion, presented and rendered, the same for every member who reads this
 * language. Remembered until something in the discussion, or somebody's name, changes. Undefined
 * when there is no such discussion; a page too far is the last one.
 */
export function readThread(id: string, page: number, language: Language) {
  const topics: Topic[] = [`threads:${id}`, 'members', 'spaces', 'categories']
  const load = async () => {
    const thread = await Thread.findOne({ _id: id, away: null }).lean<ThreadRecord>()
    return thread ? readPage(thread, page, language) : undefined
  }
  return remember(topics, `thread ${id} ${page} ${language}`, load, { weight: WEIGHT })
}

export type Reading = NonNullable<Awaited<ReturnType<typeof readThread>>>

async function readPage(record: ThreadRecord, asked: number, language: Language) {
  const pages = pageOfNumber(record.lastNumber)
  const page = Math.min(asked, pages)
  const replies = await repliesOfPage(record, page)
  const around = await surroundings(record, replies, language)
  const thread = presentThread(record, around)
  const opening = postOf({ ...thread, thread: thread.id, number: 0 }, language)
  return {
    thread,
    page,
    total: record.lastNumber,
    lastSeen: Math.min(record.lastNumber, page * PAGE_SIZE),
    opening: withArticles(opening, language),
    replies: replies.map(reply =>
      withArticles(postOf(presentReply(reply, around), language), language),
    ),
    participants: participantsOf(record, around.writers),
    participantCount: record.participants.length,
  }
}

/** One message as the page and the broadcast both show it, the same for every reader. */
export function renderPost(post: object, language: Language) {
  return renderPartial('threads/_reply', post, language)
}

/** The forms that a reader may get: others' to report, one's own to change, and both for who moderates. */
function withArticles<P extends object>(post: P, language: Language) {
  const draw = (can: object) => renderPost({ ...post, can }, language)
  return {
    ...post,
    article: renderPost(post, language),
    own: draw({ own: true }),
    editable: draw({ own: true, edit: true }),
    moderated: draw({ edit: true }),
  }
}

function repliesOfPage(thread: ThreadRecord, page: number) {
  const before = (page - 1) * PAGE_SIZE
  return Reply.find(
    { thread: thread._id, number: { $gt: before, $lte: before + PAGE_SIZE } },
    '-once',
  )
    .sort({ number: 1 })
    .lean<ReplyRecord[]>()
}

async function surroundings(
  thread: ThreadRecord,
  replies: ReplyRecord[],
  language: Language,
): Promise<Around> {
  const people = [
    thread.author,
    thread.lastReply?.author,
    ...thread.participants.slice(0, SHOWN_FACES),
    ...replies.flatMap(({ author, removedBy }) => [author, removedBy]),
  ]
  return { writers: await writersOf(people), categories: await categories(), language }
}

function participantsOf(thread: ThreadRecord, writers: Around['writers']): Writer[] {
  return thread.participants
    .slice(0, SHOWN_FACES)
    .map(id => writers.get(String(id)))
    .filter(writer => writer !== undefined)
}

/** A discussion alone, without its replies. */
export async function presentOne(thread: ThreadRecord, language: Language) {
  return presentThread(thread, await surroundings(thread, [], language))
}
