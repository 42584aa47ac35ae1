import { isCoordinator, isMember, type Viewer, type Visitor } from '../members/policy.ts'

/** Coordinators publish any gathering; who runs a space publishes what happens there. */
export function canPublish(viewer: Viewer | Visitor): viewer is Viewer {
  return isCoordinator(viewer) || runsSpace(viewer)
}

export function canEdit(viewer: Viewer | Visitor, gathering: { author: unknown }) {
  if (isAnimateur(viewer) && String(gathering.author) === viewer.id) return true
  return isCoordinator(viewer)
}

/** A coordinator says which space a gathering belongs to; an animateur's are their own space's. */
export function choosesSpace(viewer: Viewer | Visitor): boolean {
  return isCoordinator(viewer)
}

function runsSpace(viewer: Viewer | Visitor) {
  return isMember(viewer) && viewer.runs !== undefined
}

function isAnimateur(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && viewer.role === 'animateur'
}
