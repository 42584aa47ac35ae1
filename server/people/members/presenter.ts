import type { MemberRecord } from '../../../models/member.ts'
import type { Viewer } from '../../platform/who/viewer.ts'

/** The few fields that every page shows of a member. */
export function presentAuthor(member: Pick<MemberRecord, '_id' | 'name' | 'slug' | 'photo'>) {
  return {
    id: String(member._id),
    slug: member.slug,
    name: member.name,
    url: memberUrl(member),
    photoUrl: photoUrl(member),
  }
}

export type Author = ReturnType<typeof presentAuthor>

export function presentViewer(member: MemberRecord): Viewer {
  return {
    ...presentAuthor(member),
    role: member.role,
    state: member.state,
    space: member.space ? String(member.space) : undefined,
    runs: runs(member) ? String(member.space) : undefined,
    toWelcome: Boolean(member.toWelcome),
    attached: attached(member),
    tends: runs(member) || keeps(member) ? String(member.space) : undefined,
  }
}

function runs({ role, space, spaceClaimed }: MemberRecord) {
  return role === 'animateur' && Boolean(space) && !spaceClaimed
}

function attached({ space, spaceClaimed }: MemberRecord) {
  return space && !spaceClaimed ? String(space) : undefined
}

/** Who moved to another space keeps the former one no more. */
function keeps(member: MemberRecord) {
  return attached(member) !== undefined && String(member.keeperOf) === attached(member)
}

export type Place = { name: string; slug: string; commune: string } | null | undefined

/** A member as the others see them: never an address, never a password's hash. */
export function presentMember(member: MemberRecord, space: Place) {
  return {
    ...presentAuthor(member),
    role: member.role,
    bio: member.bio,
    skills: member.skills,
    space: space ? { ...space, url: `/lieux/${space.slug}` } : null,
    joinedAt: member.createdAt?.toISOString(),
  }
}

/** One's own account, with what only its owner reads. */
export function presentAccount(member: MemberRecord, space: Place) {
  const spaceClaimed = member.role === 'animateur' && Boolean(member.spaceClaimed)
  return {
    ...presentMember(member, space),
    email: member.email,
    state: member.state,
    spaceClaimed,
  }
}

export function memberUrl(member: { slug: string }) {
  return `/membres/${member.slug}`
}

export function photoUrl(member: Pick<MemberRecord, 'slug' | 'photo'>) {
  return member.photo ? `${memberUrl(member)}/photo?v=${member.photo.slice(-8)}` : undefined
}
