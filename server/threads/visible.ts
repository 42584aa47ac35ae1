import type { Request } from 'express'
import { Reply, type ReplyRecord } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { objectId } from '../platform/http/parse.ts'
import { membersSeenBy } from '../platform/who/audience.ts'
import { authorize, found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { canRead } from './policy.ts'

/** The discussion of this address, among those that the member may see. */
export async function threadFor(req: Request): Promise<ThreadRecord> {
  const viewer = signedIn(req)
  const seen = { _id: idOf(req.params.id), away: null, ...membersSeenBy(viewer) }
  return found(await Thread.findOne(seen).lean<ThreadRecord>(), canRead(viewer))
}

/** The same, for somebody who may do this to it. */
export async function threadToChange(
  req: Request,
  allowed: (viewer: Viewer, thread: ThreadRecord) => boolean,
) {
  const thread = await threadFor(req)
  authorize(allowed(signedIn(req), thread))
  return thread
}

/** The reply of this address, in its discussion. */
export async function replyFor(req: Request): Promise<ReplyRecord> {
  const thread = await threadFor(req)
  const _id = idOf(req.params.reply)
  return found(await Reply.findOne({ _id, thread: thread._id }).lean<ReplyRecord>())
}

export async function replyToChange(
  req: Request,
  allowed: (viewer: Viewer, reply: ReplyRecord, thread: ThreadRecord) => boolean,
) {
  const [thread, reply] = [await threadFor(req), await replyFor(req)]
  authorize(allowed(signedIn(req), reply, thread))
  return reply
}

export function idOf(value: unknown) {
  return found(objectId.safeParse(value).data)
}
