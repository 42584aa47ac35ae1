import type { Types } from 'mongoose'
import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { record } from '../platform/audit/record.ts'
import { moderatedKind, moderatedKinds } from '../platform/content/kinds.ts'
import { type Thing, targetOf } from '../platform/content/thing.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { services } from '../platform/services.ts'
import { decide } from './decisions.ts'
import type { Word } from './forms.ts'

type Moderator = { id: string; name: string }

/** Something that waits for a look: whose it is, for whom, and what is done with it. */
export type Waiting = {
  author: string
  /** Without one it is not asked: whoever moderates may look at it. */
  audience?: string
  accept(): Promise<Thing>
  refuse(): Promise<Thing>
}

const BACKSTOP_MS = 30_000

/** What waits under this id: words kept aside, or a record that waits on its own page. */
export async function waitingThing(id: string): Promise<Waiting | undefined> {
  const submission = await Submission.findById(id).lean<SubmissionRecord>()
  if (!submission) return waitingRecord(id)
  return {
    author: String(submission.author),
    accept: () => acceptSubmission(submission),
    refuse: () => refuseSubmission(submission),
  }
}

async function waitingRecord(id: string): Promise<Waiting | undefined> {
  for (const { waiting, hide } of moderatedKinds()) {
    const found = await waiting?.find(id)
    if (!waiting || !hide || !found) continue
    const { thing, audience } = found
    return {
      author: thing.author,
      audience,
      accept: () => waiting.accept(id),
      async refuse() {
        await hide(id)
        return thing
      },
    }
  }
  return undefined
}

/** Everybody reads it now. Throws Conflict when it was answered already. */
export async function accept(waiting: Waiting, by: Moderator) {
  const thing = await waiting.accept()
  await decide(thing, { act: 'accepted', by })
  await record(by, 'content.accepted', targetOf(thing))
  return thing
}

/** Nobody reads it; its author is told why, and may answer. */
export async function refuse(waiting: Waiting, by: Moderator, word: Word) {
  const thing = await waiting.refuse()
  await decide(thing, { act: 'refused', by, ...word })
  await record(by, 'content.refused', targetOf(thing), word)
  return thing
}

/** What was accepted is posted, even when the process that accepted it died before. */
export async function postAccepted(id: string) {
  const accepted = { _id: id, answer: 'accepted' as const, posted: null }
  const submission = await Submission.findOne(accepted).lean<SubmissionRecord>()
  if (submission) await post(submission)
}

async function acceptSubmission(submission: SubmissionRecord): Promise<Thing> {
  const id = String(submission._id)
  await services().jobs.at(new Date(Date.now() + BACKSTOP_MS), 'moderation.post', { id })
  await answer(submission, 'accepted')
  try {
    return asThing(submission, await post(submission))
  } catch (failure) {
    // Where it was to go is closed or gone: it waits again.
    await Submission.updateOne({ _id: id }, { $unset: { answer: 1 } })
    throw failure
  }
}

async function refuseSubmission(submission: SubmissionRecord) {
  await answer(submission, 'refused')
  return asThing(submission, submission._id)
}

async function answer({ _id }: SubmissionRecord, answer: 'accepted' | 'refused') {
  const { matchedCount } = await Submission.updateOne({ _id, answer: null }, { $set: { answer } })
  if (matchedCount === 0) throw new Conflict()
}

/** The submission's own id stands for the form's: however often it is posted, it is there once. */
async function post(submission: SubmissionRecord): Promise<Types.ObjectId> {
  const { submissions } = moderatedKind(submission.kind) ?? {}
  if (!submissions) throw new NotFound()
  const posted = await submissions.post(submission, `submission-${submission._id}`)
  await Submission.updateOne({ _id: submission._id }, { $set: { posted } })
  return posted
}

function asThing({ kind, author, title, body }: SubmissionRecord, id: Types.ObjectId): Thing {
  return {
    kind,
    id: String(id),
    url: '/moderation/relecture',
    author: String(author),
    title,
    body,
    hidden: false,
  }
}
