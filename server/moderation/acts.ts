import { Member } from '../../models/member.ts'
import type { CaseRecord } from '../../models/moderation-case.ts'
import type { Act } from '../../models/words/audit-entry.ts'
import type { DecisionAct } from '../../models/words/decision.ts'
import * as sanctions from '../people/members/sanctions.ts'
import { record } from '../platform/audit/record.ts'
import { moderatedKind } from '../platform/content/kinds.ts'
import type { ReadAct } from '../platform/content/moderation-act.ts'
import { type Thing, targetOf } from '../platform/content/thing.ts'
import { NotFound } from '../platform/errors.ts'
import { found } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { claim, closeCase, decide } from './decisions.ts'
import type { Word } from './forms.ts'

/** A case that a moderator decides now: its thing, who decides, and what they had before them. */
export type Deciding = { case: CaseRecord; thing: Thing; by: Viewer; seen?: number | undefined }
type Input<Fields = object> = Word & Fields

export async function hideIt(deciding: Deciding, word: Input) {
  const { hide } = hideable(deciding.thing)
  await begin(deciding)
  await hide(deciding.thing.id)
  await end(deciding, 'hidden', 'content.hidden', word)
}

export async function restoreIt(deciding: Deciding, word: Input) {
  const { restore } = hideable(deciding.thing)
  await begin(deciding)
  await restore(deciding.thing.id)
  await end(deciding, 'restored', 'content.restored', word)
}

/** What is done to the things of this kind alone. */
export async function performAct(deciding: Deciding, { input, check, perform }: ReadAct) {
  await check(deciding.thing)
  await begin(deciding)
  const { act, entry, details } = await perform(deciding.thing)
  await end(deciding, act, entry, input, details)
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

/** Both are there, or neither: NotFound where nothing of this kind is hidden. */
function hideable({ kind }: Thing) {
  const { hide, restore } = moderatedKind(kind) ?? {}
  if (!hide || !restore) throw new NotFound()
  return { hide, restore }
}

function begin({ case: subject, seen }: Deciding) {
  return claim(subject, seen)
}

async function end(
  { case: subject, thing, by }: Deciding,
  act: DecisionAct,
  entry: Act,
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
