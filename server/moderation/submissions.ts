import mongoose, { type Types } from 'mongoose'
import { Category } from '../../models/category.ts'
import { Member } from '../../models/member.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { Submission, type SubmissionRecord } from '../../models/submission.ts'
import { Thread } from '../../models/thread.ts'
import { postMessage } from '../chat/actions.ts'
import { publishResource } from '../library/actions.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { record } from '../platform/audit/record.ts'
import { Conflict } from '../platform/errors.ts'
import { services } from '../platform/services.ts'
import { found } from '../platform/who/current.ts'
import { openThread, postReply } from '../threads/actions.ts'
import { hide } from './content.ts'
import { decide } from './decisions.ts'
import type { Word } from './forms.ts'
import { type Thing, targetOf, thingOfResource } from './things.ts'

type Moderator = { id: string; name: string }
export type Waiting =
  | { kind: 'submission'; submission: SubmissionRecord }
  | { kind: 'resource'; resource: ResourceRecord }

const BACKSTOP_MS = 30_000

/** What waits under this id: words kept aside, or a resource in review. */
export async function waitingThing(id: string): Promise<Waiting | undefined> {
  const submission = await Submission.findById(id).lean<SubmissionRecord>()
  if (submission) return { kind: 'submission', submission }
  const resource = await Resource.findOne({ _id: id, waiting: true }).lean()
  return resource ? { kind: 'resource', resource: resource as ResourceRecord } : undefined
}

/** Everybody reads it now. Throws Conflict when it was answered already. */
export async function accept(waiting: Waiting, by: Moderator) {
  const thing =
    waiting.kind === 'resource'
      ? thingOfResource(await publishResource(waiting.resource))
      : await acceptSubmission(waiting.submission)
  await decide(thing, { act: 'accepted', by })
  await record(by, 'content.accepted', targetOf(thing))
  return thing
}

/** Nobody reads it; its author is told why, and may answer. */
export async function refuse(waiting: Waiting, by: Moderator, word: Word) {
  const thing =
    waiting.kind === 'resource'
      ? await hideWaiting(waiting.resource)
      : await refused(waiting.submission)
  await decide(thing, { act: 'refused', by, ...word })
  await record(by, 'content.refused', targetOf(thing), word)
  return thing
}

/** What was accepted is posted, even when the process that accepted it died before. */
export async function postAccepted(id: string) {
  const submission = await Submission.findOne({ _id: id, answer: 'accepted', posted: null }).lean()
  if (submission) await post(submission as SubmissionRecord)
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

async function refused(submission: SubmissionRecord) {
  await answer(submission, 'refused')
  return asThing(submission, submission._id)
}

async function hideWaiting(resource: ResourceRecord) {
  await hide({ kind: 'resource', id: String(resource._id) })
  return thingOfResource(resource)
}

async function answer({ _id }: SubmissionRecord, answer: 'accepted' | 'refused') {
  const { matchedCount } = await Submission.updateOne({ _id, answer: null }, { $set: { answer } })
  if (matchedCount === 0) throw new Conflict()
}

/** The submission's own id stands for the form's: however often it is posted, it is there once. */
async function post(submission: SubmissionRecord): Promise<Types.ObjectId> {
  const clientId = `submission-${submission._id}`
  const author = { id: String(submission.author) }
  const { _id } = await written(submission, author, clientId)
  await Submission.updateOne({ _id: submission._id }, { $set: { posted: _id } })
  return _id
}

async function written(
  { kind, place, title, body, category, resource: asked }: SubmissionRecord,
  author: { id: string },
  clientId: string,
) {
  if (kind === 'thread') {
    const shelf = category && (await Category.exists({ slug: category })) ? category : undefined
    const about = asked ? await Resource.findById(asked, '_id').lean() : null
    const input = { title, body, category: shelf, clientId }
    return openThread(author, input, { resource: about?._id })
  }
  if (kind === 'reply') {
    const thread = found(await Thread.findOne({ _id: place, away: null }, '_id').lean())
    return postReply(thread, author, { body, clientId })
  }
  const room = found(await Room.findOne({ _id: place, archivedAt: null }).lean())
  const member = found(await Member.findById(author.id, 'name slug photo').lean())
  const { message } = await postMessage(room, presentAuthor(member), { body, clientId })
  return { _id: new mongoose.Types.ObjectId(message.id) }
}

function asThing({ kind, author, title, body }: SubmissionRecord, id: Types.ObjectId): Thing {
  const words = { title, body, hidden: false }
  return { kind, id: String(id), url: '/moderation/relecture', author: String(author), ...words }
}
