import type { ErrorRequestHandler } from 'express'
import { ReadMark } from '../../models/read-mark.ts'
import { Reply } from '../../models/reply.ts'
import { Thread, type ThreadRecord } from '../../models/thread.ts'
import { HttpError, NotFound } from '../platform/errors.ts'
import { objectId } from '../platform/http/parse.ts'
import { membersSeenBy } from '../platform/who/audience.ts'
import { viewerOf } from '../platform/who/current.ts'
import { canRead } from './policy.ts'
import { threadUrl } from './presenter.ts'

/**
 * A discussion that was put together with another one leads there for good, its replies too. One that
 * the moderation hid says so to those who had read it; for the others it does not exist.
 */
export const whereItWent: ErrorRequestHandler = async (failure, req, res, next) => {
  const id = objectId.safeParse(req.params.id).data
  const viewer = viewerOf(req)
  if (!(failure instanceof NotFound) || req.method !== 'GET' || !id || !canRead(viewer)) {
    next(failure)
    return
  }
  const known = { _id: id, ...membersSeenBy(viewer) }
  const thread = await Thread.findOne(known, 'away mergedInto').lean<ThreadRecord>()
  if (thread?.away === 'merged') {
    const reply = await movedReply(req.path)
    res.redirect(301, reply ?? threadUrl(thread.mergedInto))
  } else if (thread?.away === 'hidden' && (await hasRead(viewer.id, id))) {
    next(new HttpError(410, 'hiddenContent'))
  } else next(failure)
}

function hasRead(member: string, target: string) {
  return ReadMark.exists({ member, kind: 'thread', target })
}

/** The address of a reply, in the discussion where it is now. */
async function movedReply(path: string) {
  const id = /^\/reponses\/([0-9a-f]{24})(?:\/|$)/.exec(path)?.[1]
  const reply = id && (await Reply.findById(id, 'thread').lean())
  return reply ? `${threadUrl(reply.thread)}/reponses/${id}` : undefined
}
