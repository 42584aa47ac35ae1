import { Category } from '../../models/category.ts'
import { Member } from '../../models/member.ts'
import type { CaseRecord } from '../../models/moderation-case.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import * as sanctions from '../people/members/sanctions.ts'
import { record } from '../platform/audit/record.ts'
import { Invalid } from '../platform/errors.ts'
import { found } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { lockThread } from '../threads/actions.ts'
import { mergeThread } from '../threads/merging.ts'
import { hide, restore } from './content.ts'
import { claim, closeCase, decide } from './decisions.ts'
import type { Word } from './forms.ts'
import { type Thing, targetOf } from './things.ts'

/** A case that a moderator decides now: its thing, who decides, and what they had before them. */
export type Deciding = { case: CaseRecord; thing: Thing; by: Viewer; seen?: number | undefined }
type Input<Fields = object> = Word & Fields

export async function hideIt(deciding: Deciding, word: Input) {
  await begin(deciding)
  await hide(deciding.thing)
  await end(deciding, 'hidden', 'content.hidden', word)
}

export async function restoreIt(deciding: Deciding, word: Input) {
  await begin(deciding)
  await restore(deciding.thing)
  await end(deciding, 'restored', 'content.restored', word)
}

export async function moveIt(
  deciding: Deciding,
  { category, ...word }: Input<{ category: string }>,
) {
  const shelf = await Category.findOne({ slug: category }, 'name').lean()
  if (!shelf) throw new Invalid({ category: 'invalid.unknownCategory' })
  await begin(deciding)
  await Thread.updateOne({ _id: deciding.thing.id }, { $set: { category: shelf._id } })
  await end(deciding, 'moved', 'thread.moved', word, { category: shelf.name })
}

export async function mergeIt(deciding: Deciding, { into, ...word }: Input<{ into: string }>) {
  const thread = found(await Thread.findById(deciding.thing.id).lean<ThreadRecord>())
  await begin(deciding)
  const target = await mergeThread(thread, into)
  await end(deciding, 'merged', 'thread.merged', word, { into, title: target.title })
}

export async function lockIt(deciding: Deciding, { locked, ...word }: Input<{ locked: boolean }>) {
  await begin(deciding)
  await lockThread(
    { _id: found(await Thread.findById(deciding.thing.id, '_id').lean())._id },
    locked,
  )
  if (locked) await end(deciding, 'locked', 'thread.locked', word)
  else await end(deciding, 'unlocked', 'thread.unlocked', word)
}

export async function warnThem(deciding: Deciding, word: Input) {
  await begin(deciding)
  await end(deciding, 'warned', 'member.warned', word)
}

export async function suspendThem(deciding: Deciding, { until, ...word }: Input<{ until: Date }>) {
  const member = await authorOf(deciding)
  await begin(deciding)
  await sanctions.suspend(member, until, word.word)
  await end(deciding, 'suspended', 'member.suspended', word, { until })
}

export async function excludeThem(deciding: Deciding, word: Input) {
  const member = await authorOf(deciding)
  await begin(deciding)
  await sanctions.exclude(member, word.word)
  await end(deciding, 'excluded', 'member.excluded', word)
}

export async function readmitThem(deciding: Deciding, word: Input) {
  const member = await authorOf(deciding)
  await begin(deciding)
  await sanctions.readmit(member)
  await end(deciding, 'readmitted', 'member.readmitted', word)
}

export async function dismissIt(deciding: Deciding, word: Input) {
  await begin(deciding)
  await end(deciding, 'dismissed', 'case.dismissed', word)
}

function begin({ case: subject, seen }: Deciding) {
  return claim(subject, seen)
}

async function end(
  { case: subject, thing, by }: Deciding,
  act: Parameters<typeof decide>[1]['act'],
  entry: Parameters<typeof record>[1],
  { reason, word }: Word,
  details: { until?: Date } & Record<string, unknown> = {},
) {
  const { until } = details
  const why = { ...(reason ? { reason } : {}), word }
  await decide(thing, { act, by, case: subject._id, ...why, ...(until ? { until } : {}) })
  await closeCase(subject)
  const about = entry.startsWith('member.')
    ? { kind: 'member', id: thing.author, label: await nameOf(thing.author) }
    : targetOf(thing)
  await record(by, entry, about, { ...why, ...details, case: String(subject._id) })
}

async function authorOf({ thing }: Deciding) {
  return found(await Member.findById(thing.author, 'email').lean())
}

async function nameOf(id: string) {
  return (await Member.findById(id, 'name').lean())?.name ?? ''
}
