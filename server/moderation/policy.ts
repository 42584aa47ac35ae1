import type { Role } from '../../models/words/member.ts'
import { sees } from '../platform/who/audience.ts'
import {
  isAdmin,
  isCoordinator,
  isMember,
  type Viewer,
  type Visitor,
} from '../platform/who/viewer.ts'

type Owned = { author: unknown }
type Who = Viewer | Visitor

export const canModerate = isCoordinator

/** Any member who sees it; nobody reports themselves. */
export function canReport(viewer: Who, thing: Owned): viewer is Viewer {
  return isMember(viewer) && String(thing.author) !== viewer.id
}

/** Nobody looks at what is said of them, and who says it. `fromOutside`: of a group that would reach nobody else. */
export function canSeeCase(
  viewer: Who,
  thing: Owned & { audience?: string | null | undefined },
  fromOutside = false,
): viewer is Viewer {
  if (!canModerate(viewer) || String(thing.author) === viewer.id) return false
  return sees(viewer, thing) || fromOutside
}

/** What concerns an administrator is another administrator's to decide; nobody decides about themselves. */
export function canDecide(viewer: Who, thing: Owned & { authorRole: Role | undefined }) {
  return canSeeCase(viewer, thing) && (thing.authorRole !== 'admin' || isAdmin(viewer))
}
