import type { MemberState, Role } from '../../models/member.ts'

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
  photoUrl: string | undefined
  url: string
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

export type Audience = 'public' | 'network'

/** The audiences that a reader is part of, as a filter of queries. */
export function audiencesOf(viewer: Viewer | Visitor): Audience[] {
  return isMember(viewer) ? ['public', 'network'] : ['public']
}
