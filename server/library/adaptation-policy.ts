import type { ResourceState } from '../../models/words/resource.ts'
import { isWider, keeps, sees } from '../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { type Terms, termsOf, together } from './licences.ts'

type Work = {
  author: unknown
  licence: string
  adaptable?: boolean | null | undefined
  adaptedFrom?: { ancestors: readonly { author?: unknown; licence: string }[] } | null | undefined
  state: ResourceState
}

/** Whoever reads what is published may try; the licence has its say afterwards. */
export function canAdapt(viewer: Viewer | Visitor, resource: Work): viewer is Viewer {
  if (!isMember(viewer)) return false
  return resource.state === 'published' || (isOwn(viewer, resource) && resource.state !== 'hidden')
}

/** What this member's copy may be: of one's own words anything, of others' what each licence allows. */
export function termsFor(viewer: { id: string }, resource: Work): Terms {
  const words = isOwn(viewer, resource)
    ? together([])
    : termsOf(resource.licence, { agreed: Boolean(resource.adaptable) })
  return together([words, ...ofAncestors(viewer, resource, false)])
}

/** What an adaptation may be shared under, whoever edits it. That it exists was agreed to. */
export function termsOfAdaptation(resource: Pick<Work, 'author' | 'adaptedFrom'>): Terms {
  return together(ofAncestors({ id: String(resource.author) }, resource, true))
}

/** Each work that it comes from still counts, by its licence of the day when it was taken. */
function ofAncestors({ id }: { id: string }, work: Pick<Work, 'adaptedFrom'>, agreed: boolean) {
  return (work.adaptedFrom?.ancestors ?? [])
    .filter(({ author }) => String(author) !== id)
    .map(({ licence }) => termsOf(licence, { agreed }))
}

function isOwn({ id }: { id: string }, { author }: Pick<Work, 'author'>) {
  return String(author) === id
}

type Kept = { author?: unknown; audience: string }

/** A copy tells no more people than its original, unless by who may give the original to them. */
export function mayReach(viewer: Viewer, original: Kept, audience: string) {
  if (!isWider(audience, original.audience)) return true
  if (!sees(viewer, original)) return false
  return String(original.author) === viewer.id || isCoordinator(viewer) || keeps(viewer, original)
}
