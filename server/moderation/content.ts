import { Collection } from '../../models/collection.ts'
import { Message, type MessageRecord } from '../../models/message.ts'
import { Rating } from '../../models/rating.ts'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Resource, type ResourceState } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { RunReport } from '../../models/run-report.ts'
import { Thread } from '../../models/thread.ts'
import { retellMessage } from '../chat/actions.ts'
import { countAgain } from '../library/tally.ts'
import { Conflict, NotFound } from '../platform/errors.ts'
import { publish } from '../platform/realtime/publish.ts'
import { leaveTopic } from '../platform/realtime/revoke.ts'
import { renderPartial } from '../platform/views/engine.ts'
import { retellReply } from '../threads/actions.ts'
import type { Thing } from './things.ts'

type Place = Pick<Thing, 'kind' | 'id'>

/**
 * Takes a thing away from everybody who reads: from pages, lists, counts, search and open sockets. Throws
 * Conflict when it already is, or when its author changes it at this very moment again and again.
 */
export async function hide({ kind, id }: Place) {
  if (kind === 'thread') return hideThread(id)
  if (kind === 'resource') return hideResource(id)
  if (kind === 'collection') return hideCollection(id)
  if (kind === 'run' || kind === 'rating') return cover(kind, id, true)
  if (kind === 'reply') return retellReply(await withhold(replies, id, { removed: false }))
  if (kind === 'message') return retell(await withhold(messages, id, { removedAt: null }))
  throw new NotFound()
}

/** Gives it back as it was. Throws Conflict when it is not hidden. */
export async function restore({ kind, id }: Place) {
  if (kind === 'thread') return restoreThread(id)
  if (kind === 'resource') return restoreResource(id)
  if (kind === 'collection') return restoreCollection(id)
  if (kind === 'run' || kind === 'rating') return cover(kind, id, false)
  if (kind === 'reply') return retellReply(await giveBack(replies, id))
  if (kind === 'message') return retell(await giveBack(messages, id))
  throw new NotFound()
}

const MOST_TRIES = 5
const EMPTY = { body: '', html: '' }

type Written = { body: string; html: string }
type Withheld = { [K in keyof Written]?: Written[K] | null | undefined }

/** What hiding asks of the replies, or of the messages. */
type Store<R> = {
  words(filter: object): PromiseLike<Written | null>
  withheld(filter: object): PromiseLike<{ withheld?: Withheld | null | undefined } | null>
  write(filter: object, update: object): PromiseLike<R | null>
}

const replies: Store<ReplyRecord> = {
  words: filter => Reply.findOne(filter, 'body html').lean(),
  withheld: filter => Reply.findOne(filter, '+withheld').lean(),
  write: (filter, update) =>
    Reply.findOneAndUpdate(filter, update, { returnDocument: 'after' })
      .select('+withheld')
      .lean<ReplyRecord>(),
}

const messages: Store<MessageRecord> = {
  words: filter => Message.findOne(filter, 'body html').lean(),
  withheld: filter => Message.findOne(filter, '+withheld').lean(),
  write: (filter, update) =>
    Message.findOneAndUpdate(filter, update, { returnDocument: 'after' })
      .select('+withheld')
      .lean<MessageRecord>(),
}

/** The words move aside in one write: nobody who reads the record finds them where words are looked for. */
async function withhold<R>(store: Store<R>, _id: string, standing: object): Promise<R> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const shown = { _id, hiddenAt: null, ...standing }
    const read = await store.words(shown)
    if (!read) throw new Conflict()
    const { body, html } = read
    const $set = { ...EMPTY, hiddenAt: new Date(), withheld: { body, html } }
    // Only the words that were read: what their author writes meanwhile is neither lost nor left.
    const hidden = await store.write({ ...shown, body }, { $set })
    if (hidden) return hidden
  }
  throw new Conflict()
}

async function giveBack<R>(store: Store<R>, _id: string): Promise<R> {
  const hidden = { _id, hiddenAt: { $ne: null } }
  const read = await store.withheld(hidden)
  if (!read) throw new Conflict()
  const { body, html } = read.withheld ?? {}
  const $set = { body: body ?? '', html: html ?? '' }
  const shown = await store.write(hidden, { $set, $unset: { hiddenAt: 1, withheld: 1 } })
  if (!shown) throw new Conflict()
  return shown
}

/** Nothing looks for their words: a date says that nobody reads them. */
async function cover(kind: 'run' | 'rating', _id: string, hidden: boolean) {
  const filter = { _id, hiddenAt: hidden ? null : { $ne: null } }
  const update = hidden ? { $set: { hiddenAt: new Date() } } : { $unset: { hiddenAt: 1 as const } }
  const told =
    kind === 'run'
      ? await RunReport.findOneAndUpdate(filter, update).lean()
      : await Rating.findOneAndUpdate(filter, update).lean()
  if (!told) throw new Conflict()
  await countAgain(told.resource)
}

async function retell(message: MessageRecord) {
  const room = await Room.findById(message.room).lean()
  if (room) await retellMessage(room, message)
}

async function hideThread(id: string) {
  const update = { $set: { away: 'hidden' as const } }
  const { matchedCount } = await Thread.updateOne({ _id: id, away: null }, update)
  if (matchedCount === 0) throw new Conflict()
  publish(`thread:${id}`, 'thread:removed', language => ({
    id,
    html: renderPartial('moderation/_hidden-thread', {}, language),
  }))
  leaveTopic(`thread:${id}`)
}

async function restoreThread(id: string) {
  const update = { $unset: { away: 1 as const } }
  const { matchedCount } = await Thread.updateOne({ _id: id, away: 'hidden' }, update)
  if (matchedCount === 0) throw new Conflict()
}

async function hideResource(id: string) {
  const record = await Resource.findById(id, 'state').lean()
  if (!record || record.state === 'hidden') throw new Conflict()
  await changeState(id, record.state, {
    $set: { state: 'hidden', stateBefore: record.state },
    $unset: { waiting: 1 },
  })
}

async function restoreResource(id: string) {
  const record = await Resource.findById(id, 'stateBefore').lean()
  const before = record?.stateBefore
  // A draft comes back as a draft; what was in the archives may have been one, and is read again.
  const state = before === 'published' ? 'published' : 'review'
  await changeState(id, 'hidden', { $set: { state }, $unset: { stateBefore: 1 } })
}

/** For its author alone, whom nothing stops from reading it; only they and the coordination know that it is hidden. */
async function hideCollection(_id: string) {
  const $set = { hiddenAt: new Date(), personal: true }
  const { matchedCount } = await Collection.updateOne({ _id, personal: false }, { $set })
  if (matchedCount === 0) throw new Conflict()
}

async function restoreCollection(_id: string) {
  const update = { $set: { personal: false }, $unset: { hiddenAt: 1 as const } }
  const { matchedCount } = await Collection.updateOne({ _id, hiddenAt: { $ne: null } }, update)
  if (matchedCount === 0) throw new Conflict()
}

async function changeState(id: string, from: ResourceState, update: object) {
  const { matchedCount } = await Resource.updateOne({ _id: id, state: from }, update)
  if (matchedCount === 0) throw new Conflict()
}
