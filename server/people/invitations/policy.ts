import { ROLES, type Role } from '../../../models/words/member.ts'
import { isAdmin, isCoordinator, type Viewer, type Visitor } from '../../platform/who/viewer.ts'

export const canInvite = isCoordinator

/** Administrators are invited by administrators alone. */
export function canInviteAs(viewer: Viewer | Visitor, role: Role) {
  return role === 'admin' ? isAdmin(viewer) : canInvite(viewer)
}

export function rolesToInvite(viewer: Viewer | Visitor) {
  return ROLES.filter(role => canInviteAs(viewer, role))
}
