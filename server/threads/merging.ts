import type { Types } from 'mongoose'
import { Reply } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { inTurn } from '../platform/content/in-turn.ts'
import { forgetMarks } from '../platform/content/read-marks.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import { renderMarkdown } from '../platform/markdown/render.ts'
import { forget } from '../platform/memory.ts'
import { services } from '../platform/services.ts'
import { leaveThread } from './hiding.ts'
import { highestNumber, insertNumbered, moveToEnd } from './numbering.ts'
import { recount } from './tally.ts'

export const MERGE = 'moderation.merge'
const BACKSTOP_MS = 30_000

/**
 * Puts a discussion at the end of another: its first message and its replies follow in their order, with
 * their authors, dates and addresses. The replies that were there keep their numbers. The discussion's
 * own address leads to the other from now on.
 */
export async function mergeThread(from: ThreadRecord, intoId: string) {
  const into = await Thread.findOne({ _id: intoId, away: null }).lean<ThreadRecord>()
  const apart = (into?.audience ?? 'network') !== (from.audience ?? 'network')
  if (!into || apart || into._id.equals(from._id))
    throw new Invalid({ into: 'moderation.unknownThread' })
  const ids = { from: String(from._id), into: String(into._id) }
  // A process that dies halfway leaves this to the next one.
  await services().jobs.at(new Date(Date.now() + BACKSTOP_MS), MERGE, ids)
  const $set = { away: 'merged' as const, mergedInto: into._id }
  const { matchedCount } = await Thread.updateOne({ _id: from._id, away: null }, { $set })
  if (matchedCount === 0) throw new Conflict()
  await finishMerge(ids)
  leaveThread(ids.from)
  return into
}

/** Moves what is not moved yet. Done again, it changes nothing. */
export async function finishMerge({ from, into }: { from: string; into: string }) {
  const source = await Thread.findOne({ _id: from, away: 'merged' }).lean<ThreadRecord>()
  if (!source || String(source.mergedInto) !== into) return
  // Who is writing there right now ends first: nothing comes in behind what is moved.
  await inBothTurns([from, into], async () => {
    const target = await Thread.findById(into, 'lastActivityAt').lean()
    if (!target) return
    await moveOpening(source, target._id)
    await moveReplies(source._id, target._id)
    await settle(source, target)
  })
}

async function moveOpening(source: ThreadRecord, thread: Types.ObjectId) {
  const once = `merged ${source._id}`
  if (await Reply.exists({ once })) return
  const body = `**${source.title}**\n\n${source.body}`
  const html = renderMarkdown(body, { french: true, headingOffset: 2 })
  const { author, createdAt } = source
  const draft = { body, html, author: String(author), createdAt }
  await insertNumbered({ ...draft, thread, once }, [once])
}

async function moveReplies(from: Types.ObjectId, into: Types.ObjectId) {
  for (;;) {
    const next = await Reply.findOne({ thread: from }, 'number').sort({ number: 1 }).lean()
    if (!next) return
    await moveToEnd(next._id, into)
  }
}

async function settle(
  source: ThreadRecord,
  { _id, lastActivityAt }: Pick<ThreadRecord, '_id' | 'lastActivityAt'>,
) {
  const lastNumber = await highestNumber(_id)
  await Thread.updateOne(
    { _id },
    {
      $max: { lastNumber },
      $addToSet: { participants: { $each: source.participants } },
    },
  )
  await recount(_id)
  const latest = new Date(Math.max(Number(lastActivityAt), Number(source.lastActivityAt)))
  await Thread.updateOne({ _id }, { $max: { lastActivityAt: latest } })
  await forgetMarks(String(source._id))
  forget(`threads:${_id}`, `threads:${source._id}`)
}

/** Always in the same order: two merges the other way round do not wait for each other. */
function inBothTurns([a, b]: [string, string], work: () => Promise<void>) {
  const [first, second] = a < b ? [a, b] : [b, a]
  return inTurn(`thread ${first}`, () => inTurn(`thread ${second}`, work))
}
