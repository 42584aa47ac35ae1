import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

export const canCreate = isCoordinator

/** Labels, lead spaces and territories are the coordination's to decide. */
export const canGrant = isCoordinator

/** Its animateurs, and the members whom they or the coordination named its keepers. */
export function canEdit(viewer: Viewer | Visitor, space: { _id: unknown }) {
  if (isMember(viewer) && viewer.tends === String(space._id)) return true
  return isCoordinator(viewer)
}

/** To say that a volunteer is of this space indeed. */
export const canLetIn = canEdit

/** A keeper names no other one. */
export function canEntrust(viewer: Viewer | Visitor, space: { _id: unknown }) {
  if (isMember(viewer) && viewer.runs === String(space._id)) return true
  return isCoordinator(viewer)
}

/** Names of the team are for members; others know how many they are. */
export const canSeeTeam = isMember
