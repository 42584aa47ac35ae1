import { keeps } from '../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

type Post = { author: unknown }
type Discussion = Post & { locked?: boolean }

/** Discussions belong to the network: its members read and open them. */
export const canRead = isMember

/** A closed discussion takes no more replies, from anybody: it is opened again first. */
export function canReply(viewer: Viewer | Visitor, thread: Discussion) {
  return isMember(viewer) && !thread.locked
}

/** The network's own are for its members at most. */
export function canBeFor(audience: string) {
  return audience !== 'public'
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
  reply: Post & { removed?: boolean; hidden?: boolean; hiddenAt?: Date | null | undefined },
  thread: { locked?: boolean },
) {
  if (reply.removed || reply.hidden || reply.hiddenAt) return false
  return isCoordinator(viewer) || (isOwn(viewer, reply) && !thread.locked)
}

export const canRemoveReply = canEditReply

/** In a group, its keepers too. */
export function canLock(
  viewer: Viewer | Visitor,
  thread: { audience?: string | null | undefined },
) {
  return isCoordinator(viewer) || keeps(viewer, thread)
}

function isOwn(viewer: Viewer | Visitor, { author }: Post) {
  return isMember(viewer) && String(author) === viewer.id
}
