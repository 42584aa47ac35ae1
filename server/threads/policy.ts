import { isCoordinator, isMember, type Viewer, type Visitor } from '../members/policy.ts'

type Post = { author: unknown }
type Discussion = Post & { locked?: boolean }

/** Discussions belong to the network: its members read and open them. */
export const canRead = isMember

/** A closed discussion takes no more replies, from anybody: it is opened again first. */
export function canReply(viewer: Viewer | Visitor, thread: Discussion) {
  return isMember(viewer) && !thread.locked
}

export function canEditThread(viewer: Viewer | Visitor, thread: Discussion) {
  return isCoordinator(viewer) || (isOwn(viewer, thread) && !thread.locked)
}

/** Once others have answered, it is their discussion too. */
export function canRemoveThread(
  viewer: Viewer | Visitor,
  thread: Discussion & { answered?: boolean },
) {
  return isCoordinator(viewer) || (isOwn(viewer, thread) && !thread.answered && !thread.locked)
}

/** The author or a coordinator, while there is something to change. */
export function canEditReply(
  viewer: Viewer | Visitor,
  reply: Post & { removed?: boolean },
  thread: { locked?: boolean },
) {
  if (reply.removed) return false
  return isCoordinator(viewer) || (isOwn(viewer, reply) && !thread.locked)
}

export const canRemoveReply = canEditReply

export const canLock = isCoordinator

function isOwn(viewer: Viewer | Visitor, { author }: Post) {
  return isMember(viewer) && String(author) === viewer.id
}
