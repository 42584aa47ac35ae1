import { keeps } from '../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

/** Coordinators publish any gathering; who runs a space publishes what happens there. */
export function canPublish(viewer: Viewer | Visitor): viewer is Viewer {
  return isCoordinator(viewer) || runsSpace(viewer) || keepsGroup(viewer)
}

export function canEdit(
  viewer: Viewer | Visitor,
  gathering: { author: unknown; audience?: string },
) {
  if (isOwn(viewer, gathering) && (isAnimateur(viewer) || keeps(viewer, gathering))) return true
  return isCoordinator(viewer)
}

/** A coordinator says which space a gathering belongs to; an animateur's are their own space's. */
export function choosesSpace(viewer: Viewer | Visitor): boolean {
  return isCoordinator(viewer)
}

function runsSpace(viewer: Viewer | Visitor) {
  return isMember(viewer) && viewer.runs !== undefined
}

function keepsGroup(viewer: Viewer | Visitor) {
  return isMember(viewer) && Boolean(viewer.keeps?.length)
}

function isOwn(viewer: Viewer | Visitor, { author }: { author: unknown }) {
  return isMember(viewer) && String(author) === viewer.id
}

function isAnimateur(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && viewer.role === 'animateur'
}
