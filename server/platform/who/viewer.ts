import type { MemberState, Role } from '../../../models/words/member.ts'

/** Who looks: what policies and pages need to know of the signed-in member. */
export type Viewer = {
  id: string
  slug: string
  name: string
  role: Role
  state: MemberState
  space: string | undefined
  /** The space whose page and gatherings are theirs to write. */
  runs: string | undefined
  /** The space that they belong to, with somebody's yes. */
  attached?: string | undefined
  /** The space that they may edit and whose volunteers they let in: as its animateur, or by its trust. */
  tends?: string | undefined
  /** The groups that they are in, and of these the ones they look after, by slug. */
  groups?: readonly string[]
  keeps?: readonly string[]
  photoUrl: string | undefined
  url: string
  /** The page of welcome comes first. */
  toWelcome: boolean
}

/** Nobody is signed in. */
export type Visitor = undefined

export function isMember(viewer: Viewer | Visitor): viewer is Viewer {
  return viewer?.state === 'active'
}

export function isCoordinator(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && (viewer.role === 'coordinator' || viewer.role === 'admin')
}

export function isAdmin(viewer: Viewer | Visitor): viewer is Viewer {
  return isMember(viewer) && viewer.role === 'admin'
}

/** Approvals, moderation, labels. */
export const canApprove = isCoordinator

/** An administrator's role is another administrator's business; nobody changes their own. */
export function canChangeRole(viewer: Viewer | Visitor, member: { id: string }) {
  return isAdmin(viewer) && viewer.id !== member.id
}
