import { z } from 'zod'
import { Invalid } from '../errors.ts'
import { isMember, type Viewer, type Visitor } from './viewer.ts'

type Who = Viewer | Visitor

/** With which the audience of a group begins; its slug follows. */
export const GROUP = 'group:'

export function audienceOf(group: { slug: string }) {
  return `${GROUP}${group.slug}`
}

/** The audiences that a reader is part of. */
export function audiencesOf(viewer: Who): string[] {
  if (!isMember(viewer)) return ['public']
  return ['public', 'network', ...(viewer.groups ?? []).map(slug => audienceOf({ slug }))]
}

/** The same as a condition of queries, over the indexes that begin with it. */
export function seenBy(viewer: Who) {
  return { audience: { $in: audiencesOf(viewer) } }
}

/** Of what members alone read, and which had no audience before there were groups. */
export function membersSeenBy(viewer: Who) {
  return { audience: { $in: [null, ...audiencesOf(viewer)] } }
}

export function sees(viewer: Who, { audience }: { audience?: string | null | undefined }) {
  return audiencesOf(viewer).includes(audience ?? 'network')
}

/** Whether this is said in a group that the member looks after. */
export function keeps(viewer: Who, { audience }: { audience?: string | null | undefined }) {
  return isMember(viewer) && (viewer.keeps ?? []).some(slug => audience === audienceOf({ slug }))
}

export function groupSlugOf(audience: string | null | undefined) {
  return audience?.startsWith(GROUP) ? audience.slice(GROUP.length) : undefined
}

/** Whether `audience` has readers that `than` has not. */
export function isWider(audience: string, than: string) {
  if (than === 'public' || audience === than) return false
  return !(than === 'network' && groupSlugOf(audience) !== undefined)
}

/** In JSON: `public`, `network`, or `group:` and the group's slug. */
export const audienceSchema = z.string()

/** Nobody writes for a group that they are not in: to them, there is none of that name. */
export function checkAudience(viewer: Who, audience: string) {
  if (!sees(viewer, { audience })) throw new Invalid({ audience: 'invalid.choice' })
}
