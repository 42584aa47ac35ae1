import type { MemberRecord } from '../../../models/member.ts'
import type { Circle } from '../../../models/words/member.ts'
import { kinds } from '../../platform/content/kinds.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'
import { type Place, presentMember } from './presenter.ts'

type Who = Viewer | Visitor
type Shown = Pick<MemberRecord, 'shown'>

/** What members choose one by one to show, and to whom when they said nothing. */
export const UNSAID = {
  email: 'nobody',
  phone: 'nobody',
  skills: 'network',
  space: 'network',
  bio: 'network',
  figures: 'nobody',
} as const satisfies Record<string, Circle>

export type Field = keyof typeof UNSAID
export const FIELDS = ['bio', 'skills', 'space', 'email', 'phone', 'figures'] as const

export function circleOf({ shown }: Shown, field: Field): Circle {
  return shown?.[field] ?? UNSAID[field]
}

export function sees(viewer: Who, member: Shown, field: Field) {
  const circle = circleOf(member, field)
  return circle === 'public' || (circle === 'network' && isMember(viewer))
}

/** A page for everybody exists once there is something on it for everybody. */
export function isPublic(member: MemberRecord) {
  return FIELDS.some(field => circleOf(member, field) === 'public' && holds(member, field))
}

function holds(member: MemberRecord, field: Field) {
  if (field === 'figures' || field === 'email') return true
  if (field === 'skills') return member.skills.length > 0
  return Boolean(member[field])
}

/** A member as this reader may see them. */
export function presentProfile(member: MemberRecord, place: Place, viewer: Who) {
  const see = (field: Field) => sees(viewer, member, field)
  const all = presentMember(member, place)
  return {
    ...all,
    bio: see('bio') ? all.bio : '',
    skills: see('skills') ? all.skills : [],
    space: see('space') ? all.space : null,
    joinedAt: isMember(viewer) ? all.joinedAt : undefined,
    ...(see('email') ? { email: member.email } : {}),
    ...(see('phone') && member.phone ? { phone: member.phone } : {}),
  }
}

/** How much somebody wrote, of what this reader may see; nothing when its author keeps it for themselves. */
export async function figuresOf(member: MemberRecord, viewer: Who) {
  if (!sees(viewer, member, 'figures')) return undefined
  const figures = kinds().flatMap(({ writing }) => (writing?.figure ? [writing.figure] : []))
  const counted = await Promise.all(
    figures.map(async ({ name, count }) => [name, await count(member._id, viewer)] as const),
  )
  return Object.fromEntries(counted)
}
