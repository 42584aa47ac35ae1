import { createHash } from 'node:crypto'
import type { Types } from 'mongoose'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { writersOf } from '../people/members/writers.ts'
import { inTurn } from '../platform/content/in-turn.ts'
import { forgetMarks, markRead } from '../platform/content/read-marks.ts'
import { createOnce, sendingKey } from '../platform/content/sent-once.ts'
import { Invalid } from '../platform/errors.ts'
import { askedAudience } from '../platform/http/audience-form.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { forget } from '../platform/memory.ts'
import { publish } from '../platform/realtime/publish.ts'
import { recheckTopic } from '../platform/realtime/revoke.ts'
import { found } from '../platform/who/current.ts'
import { categoryOf } from './categories.ts'
import type { ReplyInput, ThreadInput } from './forms.ts'
import { insertNumbered } from './numbering.ts'
import { postOf, presentReply } from './presenter.ts'
import { renderPost } from './reading.ts'
import { countReply, recount } from './tally.ts'

type Writing = { id: string }
/** A text that comes from elsewhere keeps its date, and nobody is told of it. */
type Options = { createdAt?: Date }
type Opening = Options & { resource?: Types.ObjectId | undefined }
type Place = { _id: Types.ObjectId }

export async function openThread(
  author: Writing,
  input: ThreadInput,
  { createdAt, resource }: Opening = {},
): Promise<ThreadRecord> {
  const at = createdAt ?? new Date()
  const category = await chosenCategory(input.category)
  const once = createdAt ? undefined : onceKeys(author, 'thread', input, input.title)
  const same = async () => once && Thread.findOne({ once: { $in: once } }).lean<ThreadRecord>()
  const already = await same()
  if (already) return already
  const create = async () => {
    const thread = await Thread.create({
      ...written(input.body, input.title),
      title: input.title,
      author: author.id,
      category: category?._id,
      resource,
      audience: askedAudience(input, 'network'),
      participants: [author.id],
      lastActivityAt: at,
      createdAt: at,
      once: once?.[0],
    })
    await markRead(author.id, 'thread', thread.id, 0, at)
    return thread.toObject()
  }
  return (await createOnce<ThreadRecord>({ create, same })).record
}

/** Saves the reply under the next number, moves its discussion up, and tells who is reading it. */
export async function postReply(
  thread: Place,
  author: Writing,
  input: ReplyInput,
  { createdAt }: Options = {},
): Promise<ReplyRecord> {
  const once = createdAt ? undefined : onceKeys(author, String(thread._id), input)
  const already = once && (await Reply.findOne({ once: { $in: once } }).lean<ReplyRecord>())
  if (already) return countAgain(already)
  const draft = {
    ...written(input.body),
    thread: thread._id,
    author: author.id,
    createdAt: createdAt ?? new Date(),
    once: once?.[0],
  }
  return inTurn(`thread ${thread._id}`, async () => {
    // It may have been hidden, or become a part of another one, while this waited for its turn.
    found(await Thread.exists({ _id: thread._id, away: null }))
    const { record: reply, isNew } = await insertNumbered(draft, once)
    await countReply(reply)
    if (!isNew) return reply
    await markRead(author.id, 'thread', String(thread._id), reply.number, reply.createdAt)
    if (!createdAt) await announce(reply)
    return reply
  })
}

export async function editThread(thread: Place, input: ThreadInput): Promise<ThreadRecord | null> {
  const category = await chosenCategory(input.category)
  const changes = { ...written(input.body, input.title), title: input.title, editedAt: new Date() }
  return Thread.findOneAndUpdate(
    { _id: thread._id },
    { $set: { ...changes, ...(category ? { category: category._id } : {}) } },
    { returnDocument: 'after' },
  ).lean<ThreadRecord>()
}

/** It is for others from now on: who may not read it any more hears nothing more of it. */
export async function moveThread(thread: Place, audience: string): Promise<ThreadRecord | null> {
  const moved = await Thread.findOneAndUpdate(
    { _id: thread._id },
    { $set: { audience } },
    { returnDocument: 'after' },
  ).lean<ThreadRecord>()
  await recheckTopic(`thread:${thread._id}`)
  return moved
}

export async function editReply(reply: ReplyRecord, input: ReplyInput) {
  const changed = await Reply.findOneAndUpdate(
    { _id: reply._id, removed: false, hiddenAt: null },
    { $set: { ...written(input.body), editedAt: new Date() } },
    { returnDocument: 'after' },
  )
    .select('+withheld') // an exclusion is more than every store can answer here
    .lean<ReplyRecord>()
  forget(`threads:${reply.thread}`)
  return changed
}

/** The words go; the number stays, so that links, pages and the talk around it still hold. */
export async function removeReply(reply: ReplyRecord, by: Writing) {
  await Reply.updateOne(
    { _id: reply._id, removed: false, hiddenAt: null },
    {
      $set: {
        removed: true,
        removedAt: new Date(),
        removedBy: by.id,
        body: '',
        html: '',
      },
    },
  )
  await recount(reply.thread)
}

/** What the moderation did to a reply shows everywhere at once: counts, pages, and who is reading it. */
export async function retellReply(reply: ReplyRecord) {
  await recount(reply.thread)
  forget(`threads:${reply.thread}`)
  await announce(reply, 'reply:changed')
}

export async function removeThread(thread: Place) {
  await Thread.deleteOne({ _id: thread._id })
  await Reply.deleteMany({ thread: thread._id })
  await forgetMarks(String(thread._id))
}

export async function lockThread(thread: Place, locked: boolean) {
  await Thread.updateOne({ _id: thread._id }, { $set: { locked } })
}

function written(body: string, title = '') {
  // The first message stands right below the page's title, the replies below one of their own.
  const html = renderMarkdown(body, { french: true, headingOffset: title ? 1 : 2 })
  return { body, html }
}

async function chosenCategory(slug: string | undefined) {
  const category = await categoryOf(slug)
  if (slug && !category) throw new Invalid({ category: 'invalid.unknownCategory' })
  return category
}

async function announce(
  reply: ReplyRecord,
  event: 'reply:posted' | 'reply:changed' = 'reply:posted',
) {
  const writers = await writersOf([reply.author])
  const record = presentReply(reply, { writers })
  publish(`thread:${record.thread}`, event, language => ({
    ...record,
    authorId: String(reply.author),
    total: reply.number,
    html: renderPost(postOf(record, language), language),
  }))
}

const SAME_WITHIN_MS = 3_000

/**
 * The keys under which the same message may already be there. A page's form has its own id; without
 * one, the same words by the same member within seconds are a second press on the button.
 */
function onceKeys(author: Writing, place: string, input: ReplyInput, title = '') {
  if (input.clientId) return [sendingKey(author.id, place, input.clientId)]
  const hash = createHash('sha256').update(`${title}\n${input.body}`).digest('base64url')
  const now = Math.floor(Date.now() / SAME_WITHIN_MS)
  return [now, now - 1].map(moment => sendingKey(author.id, place, `${hash} ${moment}`))
}

/** The first press may have been cut short between the reply and its discussion's count. */
async function countAgain(reply: ReplyRecord) {
  await countReply(reply)
  return reply
}
