import type { Types } from 'mongoose'
import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { Member } from '../../models/member.ts'
import { Message, type MessageRecord } from '../../models/message.ts'
import type { ThingKind } from '../../models/moderation-case.ts'
import { Rating, type RatingRecord } from '../../models/rating.ts'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { RunReport, type RunReportRecord } from '../../models/run-report.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { collectionUrl } from '../collections/presenter.ts'
import { resourceUrl } from '../library/presenter.ts'
import { memberUrl } from '../people/members/presenter.ts'
import { replyUrl, threadUrl } from '../threads/presenter.ts'

/** What can be reported, whatever it is: its place, its author and its words, hidden ones too. */
export type Thing = {
  kind: ThingKind
  id: string
  url: string
  author: string
  title: string
  body: string
  hidden: boolean
}

type Id = Types.ObjectId | string

/** What the audit log says of it: never its words, which the log would keep for ever. */
export function targetOf({ kind, id, title }: Pick<Thing, 'kind' | 'id' | 'title'>) {
  return { kind, id, label: title }
}

/** For moderators: whoever may see it or not. Undefined once it is gone for good. */
export async function thingOf(kind: ThingKind, id: Id): Promise<Thing | undefined> {
  switch (kind) {
    case 'thread':
      return present(await Thread.findById(id).lean<ThreadRecord>(), thingOfThread)
    case 'reply':
      return present(await Reply.findById(id).select('+withheld').lean<ReplyRecord>(), thingOfReply)
    case 'message':
      return messageThing(id)
    case 'resource':
      return present(await Resource.findById(id).lean(), record =>
        thingOfResource(record as ResourceRecord),
      )
    case 'collection':
      return present(await Collection.findById(id).lean<CollectionRecord>(), thingOfCollection)
    case 'run':
      return ofResource(await RunReport.findById(id).lean<RunReportRecord>(), thingOfRun)
    case 'rating':
      return ofResource(await Rating.findById(id).lean<RatingRecord>(), thingOfRating)
    case 'member':
      return present(await Member.findById(id, 'name slug bio').lean(), thingOfMember)
  }
}

export function thingOfThread(thread: ThreadRecord): Thing {
  const { title, body, away } = thread
  return {
    ...facts('thread', thread, thread.author),
    ...{ url: threadUrl(thread._id), title, body, hidden: away === 'hidden' },
  }
}

export function thingOfReply(reply: ReplyRecord): Thing {
  return {
    ...facts('reply', reply, reply.author),
    ...{ url: replyUrl(reply), title: '', body: wordsOf(reply), hidden: Boolean(reply.hiddenAt) },
  }
}

export function thingOfMessage(message: MessageRecord, room: { slug: string }): Thing {
  return {
    ...facts('message', message, message.author),
    url: `/salons/${room.slug}/messages/${message.seq}`,
    ...{ title: '', body: wordsOf(message), hidden: Boolean(message.hiddenAt) },
  }
}

export function thingOfResource(resource: ResourceRecord): Thing {
  const { title, summary, body, state } = resource
  return {
    ...facts('resource', resource, resource.author),
    url: resourceUrl(resource),
    ...{ title, body: [summary, body].filter(Boolean).join('\n\n'), hidden: state === 'hidden' },
  }
}

export function thingOfCollection(collection: CollectionRecord): Thing {
  const { title, summary, items, hiddenAt } = collection
  const words = [summary, ...items.map(({ note }) => note)].filter(Boolean)
  return {
    ...facts('collection', collection, collection.author),
    url: collectionUrl(collection),
    ...{ title, body: words.join('\n\n'), hidden: Boolean(hiddenAt) },
  }
}

type Sheet = { slug: string; title: string }

export function thingOfRun(run: RunReportRecord, { title, slug }: Sheet): Thing {
  const { changes, body, hiddenAt } = run
  return {
    ...facts('run', run, run.member),
    url: `${resourceUrl({ slug })}/seances/${run._id}`,
    ...{ title, body: [changes, body].filter(Boolean).join('\n\n'), hidden: Boolean(hiddenAt) },
  }
}

export function thingOfRating(rating: RatingRecord, { title, slug }: Sheet): Thing {
  return {
    ...facts('rating', rating, rating.member),
    url: `${resourceUrl({ slug })}/avis/${rating._id}`,
    ...{ title, body: rating.body, hidden: Boolean(rating.hiddenAt) },
  }
}

type Person = { _id: Types.ObjectId; name: string; slug: string; bio: string }

export function thingOfMember(member: Person): Thing {
  const { name, bio } = member
  return {
    ...facts('member', member, member._id),
    ...{ url: memberUrl(member), title: name, body: bio, hidden: false },
  }
}

function facts(kind: ThingKind, { _id }: { _id: Types.ObjectId }, author: unknown) {
  return { kind, id: String(_id), author: String(author) }
}

function wordsOf({ body, withheld }: Pick<ReplyRecord, 'body' | 'withheld'>) {
  return withheld?.body ?? body
}

async function messageThing(id: Id) {
  const message = await Message.findById(id).select('+withheld').lean<MessageRecord>()
  const room = message && (await Room.findById(message.room, 'slug').lean())
  return message && room ? thingOfMessage(message, room) : undefined
}

/** What stands below a sheet, with its address and its title. */
async function ofResource<R extends { resource: Types.ObjectId }>(
  record: R | null,
  as: (record: R, sheet: Sheet) => Thing,
) {
  const sheet = record && (await Resource.findById(record.resource, 'slug title').lean())
  return record && sheet ? as(record, sheet) : undefined
}

function present<R>(record: R | null, as: (record: R) => Thing) {
  return record ? as(record) : undefined
}
