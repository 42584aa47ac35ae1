import type { Types } from 'mongoose'
import { Category } from '../../models/category.ts'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Resource } from '../../models/resource.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { around, neighbour } from '../platform/content/around.ts'
import type { Kind, Submitted } from '../platform/content/kind.ts'
import { audiencesOf, seenBy } from '../platform/who/audience.ts'
import { found } from '../platform/who/current.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { openThread, postReply } from './actions.ts'
import { hideReply, hideThread, restoreReply, restoreThread } from './hiding.ts'
import { actChoices, lock, merge, move } from './moderation-acts.ts'
import { replyHits, threadHits, threadsOfGroup } from './queries.ts'
import { readReplies, readThreads } from './searchable.ts'
import { thingOfReply, thingOfThread } from './things.ts'
import { replyFor, threadFor } from './visible.ts'

export const threadKind: Kind = {
  name: 'thread',
  ofGroup: {
    name: 'threads',
    latest: ({ viewer, audience, most, language }) =>
      threadsOfGroup(viewer, audience, most, language),
  },
  search: {
    index: 'threads',
    place: 4,
    read: readThreads,
    scope: viewer =>
      isMember(viewer) ? { of: 'threads', away: null, ...seenBy(viewer) } : undefined,
    hits: threadHits,
    tab: { word: 'discussions', icon: 'thread', tone: 'sea' },
  },
  moderation: {
    address: '/discussions/:id',
    find: async req => thingOfThread(await threadFor(req)),
    async read(id) {
      const thread = await Thread.findById(id).lean<ThreadRecord>()
      return thread ? thingOfThread(thread) : undefined
    },
    audience: async id => (await Thread.findById(id, 'audience').lean())?.audience,
    hide: hideThread,
    restore: restoreThread,
    acts: [move, merge, lock],
    casePage: actChoices,
    submissions: { post: openSubmitted, url: () => '/discussions#attente' },
  },
  writing: {
    any: author => Thread.exists({ author }),
    standing: (author, most) => Thread.countDocuments({ author, away: null }).limit(most),
  },
}

export const replyKind: Kind = {
  name: 'reply',
  search: { index: 'replies', place: 4, read: readReplies, hits: replyHits, under: 'threads' },
  moderation: {
    address: '/discussions/:id/reponses/:reply',
    async find(req) {
      const reply = await replyFor(req)
      return found(thingOfReply(reply), !reply.removed && !reply.hiddenAt)
    },
    async read(id) {
      const reply = await Reply.findById(id).select('+withheld').lean<ReplyRecord>()
      return reply ? thingOfReply(reply) : undefined
    },
    async audience(id) {
      const reply = await Reply.findById(id, 'thread').lean()
      return (await Thread.findById(reply?.thread, 'audience').lean())?.audience
    },
    hide: hideReply,
    restore: restoreReply,
    around: repliesAround,
    submissions: {
      post: postSubmitted,
      url: place => `/discussions/${place}?page=100000#attente`,
    },
  },
  writing: {
    any: author => Reply.exists({ author }),
    standing: (author, most) =>
      Reply.countDocuments({ author, removed: false, hiddenAt: null }).limit(most),
    figure: { name: 'replies', count: repliesCount },
  },
}

async function openSubmitted(submission: Submitted, clientId: string) {
  const { author, title, body, category, resource: asked } = submission
  const shelf = category && (await Category.exists({ slug: category })) ? category : undefined
  const about = asked ? await Resource.findById(asked, '_id').lean() : null
  const input = { title, body, category: shelf, clientId }
  return (await openThread({ id: String(author) }, input, { resource: about?._id }))._id
}

async function postSubmitted({ author, place, body }: Submitted, clientId: string) {
  const thread = found(await Thread.findOne({ _id: place, away: null }, '_id').lean())
  return (await postReply(thread, { id: String(author) }, { body, clientId }))._id
}

async function repliesAround(id: string) {
  const reply = await Reply.findById(id, 'thread number').lean()
  if (!reply) return []
  const near = { thread: reply.thread, number: around(reply.number) }
  const replies = await Reply.find(near).sort({ number: 1 }).lean<ReplyRecord[]>()
  return replies.map(one => neighbour(one, one.number, reply.number))
}

/** To visitors they are a number: of what the whole network reads, and of no group's. */
async function repliesCount(author: Types.ObjectId, viewer: Viewer | Visitor) {
  const audience = { $in: [null, 'network', ...audiencesOf(viewer)] }
  const threads = await Thread.find({ participants: author, away: null, audience }, '_id').lean()
  const thread = { $in: threads.map(({ _id }) => _id) }
  return Reply.countDocuments({ author, removed: false, hiddenAt: null, thread })
}
