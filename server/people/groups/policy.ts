import type { GroupKind } from '../../../models/words/group.ts'
import { keeps } from '../../platform/who/audience.ts'
import {
  isAdmin,
  isCoordinator,
  isMember,
  type Viewer,
  type Visitor,
} from '../../platform/who/viewer.ts'

type Who = Viewer | Visitor
type Place = { slug: string; kind: GroupKind; closedAt?: Date | null | undefined }
type Lists = { asked: readonly unknown[]; invited: readonly unknown[] }

export function isIn(viewer: Who, { slug }: { slug: string }): viewer is Viewer {
  return isMember(viewer) && (viewer.groups ?? []).includes(slug)
}

export function isKeeper(viewer: Who, { slug }: { slug: string }): viewer is Viewer {
  return isMember(viewer) && (viewer.keeps ?? []).includes(slug)
}

/** A private group exists for those who are in it or invited, whatever their role; a closed one for nobody. */
export function canSee(viewer: Who, group: Place & Lists): viewer is Viewer {
  if (!isMember(viewer) || group.closedAt) return false
  return group.kind !== 'private' || isIn(viewer, group) || isInvited(viewer, group)
}

export function canMake(viewer: Who) {
  return isMember(viewer) && viewer.role !== 'volunteer'
}

/** A territory's group speaks for a whole territory: the coordination makes it. */
export const canMakeForTerritory = isCoordinator

/** To edit it, to let in, to invite, to remove. */
export const canKeep = isKeeper

/** Administrators close what they do not read. */
export function canClose(viewer: Who, group: { slug: string }) {
  return isKeeper(viewer, group) || isAdmin(viewer)
}

export const canReopen = isAdmin
export const canListAll = isAdmin

/** To come in at once, or to ask. */
export function canEnter(viewer: Who, group: Place & Lists) {
  return canSee(viewer, group) && group.kind !== 'territory' && !isIn(viewer, group)
}

export function canLeave(viewer: Who, group: Place) {
  return isIn(viewer, group) && group.kind !== 'territory'
}

/** Whom a territory's group holds is decided by its spaces. */
export function canChoosePeople(viewer: Who, group: Place) {
  return isKeeper(viewer, group) && group.kind !== 'territory'
}

export function hasAsked(person: { id: string }, { asked }: Pick<Lists, 'asked'>) {
  return asked.some(id => String(id) === person.id)
}

export function isInvited(viewer: Who, { invited }: Lists) {
  return isMember(viewer) && invited.some(id => String(id) === viewer.id)
}

/** Who runs nothing but a group announces what that group alone reads. */
export function canAnnounceFor(viewer: Who, audience: string) {
  return isCoordinator(viewer) || runsSpace(viewer) || keeps(viewer, { audience })
}

function runsSpace(viewer: Who) {
  return isMember(viewer) && viewer.runs !== undefined
}
