import type { ResourceState } from '../../models/resource.ts'
import {
  type Audience,
  audiencesOf,
  isCoordinator,
  isMember,
  type Viewer,
  type Visitor,
} from '../members/policy.ts'

type Held = { state: ResourceState; audience: Audience; author: unknown }
type Who = Viewer | Visitor

/** Published ones for their audience; in review for those who review; archived for those who may bring back. */
export function canRead(viewer: Who, resource: Held) {
  if (resource.state === 'published') return audiencesOf(viewer).includes(resource.audience)
  return isAuthor(viewer, resource) || canSeeAll(viewer, resource.state)
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
  return resource.state === 'review' && canReview(viewer)
}

export function canEdit(viewer: Who, resource: Held) {
  return isAuthor(viewer, resource) || isCoordinator(viewer)
}

export const canArchive = canEdit

/** What a writer saves is published at once, or waits for somebody's reading. */
export function stateAfterSave(writer: { role: Viewer['role'] }): ResourceState {
  return writer.role === 'volunteer' ? 'review' : 'published'
}

function isAuthor(viewer: Who, resource: Held): viewer is Viewer {
  return isMember(viewer) && String(resource.author) === viewer.id
}
