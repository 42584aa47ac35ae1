import type { ResourceState } from '../../models/words/resource.ts'
import { keeps, sees } from '../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

type Held = {
  state: ResourceState
  audience: string
  author: unknown
  waiting?: boolean | null | undefined
}
type Who = Viewer | Visitor

/**
 * Only for their audience: published ones for all of it; in review for those who review; archived for
 * those who may bring back. An author keeps sight of what their audience lets them see.
 */
export function canRead(viewer: Who, resource: Held) {
  if (!sees(viewer, resource)) return false
  if (resource.state === 'published' || isAuthor(viewer, resource)) return true
  return canSeeAll(viewer, resource.state) || (isReview(resource) && keeps(viewer, resource))
}

/** Drafts and archives of others. */
export function canSeeAll(viewer: Who, state: ResourceState) {
  return state === 'review' ? canReview(viewer) : isCoordinator(viewer)
}

export const canWrite = isMember

/** Animateurs and coordinators publish what they write, and what volunteers wrote. */
export function canReview(viewer: Who): viewer is Viewer {
  return isMember(viewer) && viewer.role !== 'volunteer'
}

export function canPublish(viewer: Who, resource: Held) {
  if (!isReview(resource) || !(canReview(viewer) || keeps(viewer, resource))) return false
  // A new animateur's link to elsewhere is for somebody else's eyes first.
  return !(resource.waiting && isAuthor(viewer, resource))
}

export function canEdit(viewer: Who, resource: Held) {
  // What the moderation hid changes no more until it gives it back.
  if (resource.state === 'hidden') return false
  return isAuthor(viewer, resource) || isCoordinator(viewer)
}

export const canArchive = canEdit

/** What a writer saves is published at once, or waits for somebody's reading. */
export function stateAfterSave(writer: {
  role: Viewer['role']
  mustWait?: boolean | undefined
}): ResourceState {
  return writer.role === 'volunteer' || writer.mustWait ? 'review' : 'published'
}

function isReview({ state }: Held) {
  return state === 'review'
}

function isAuthor(viewer: Who, resource: Held): viewer is Viewer {
  return isMember(viewer) && String(resource.author) === viewer.id
}
