import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { canRead } from '../library/policy.ts'
import { remember } from '../platform/memory.ts'
import type { Viewer } from '../platform/who/viewer.ts'

type Followed = Pick<ResourceRecord, '_id' | 'slug' | 'title' | 'adaptedFrom'>
type Original = Pick<
  ResourceRecord,
  '_id' | 'slug' | 'title' | 'version' | 'state' | 'audience' | 'author' | 'updatedAt' | 'editor'
>

const NEEDED = 'slug title version state audience author updatedAt editor waiting'

/** The version of its original that an adaptation has neither taken nor ignored; undefined without one. */
export async function newsOfOriginal(adaptation: Followed, viewer: Viewer) {
  const { adaptedFrom } = adaptation
  if (!adaptedFrom) return undefined
  const key = `original ${adaptedFrom.resource}`
  const original = await remember(['resources'], key, () =>
    Resource.findById(adaptedFrom.resource, NEEDED).lean<Original>(),
  )
  return original && hasNews(adaptation, original, viewer) ? original : undefined
}

function hasNews({ adaptedFrom }: Followed, original: Original, viewer: Viewer) {
  const known = Math.max(adaptedFrom?.version ?? 0, adaptedFrom?.ignored ?? 0)
  return original.version > known && original.state !== 'hidden' && canRead(viewer, original)
}

/** The member's adaptations whose original has changed since, with the original as it is now. */
export function changedOriginals(viewer: Viewer) {
  const key = `changed originals ${viewer.id} ${viewer.groups ?? ''}`
  return remember(['resources'], key, async () => {
    const mine = await Resource.find(
      {
        author: viewer.id,
        state: { $in: ['published', 'review'] },
        adaptedFrom: { $exists: true },
      },
      'slug title adaptedFrom',
    ).lean<Followed[]>()
    const ids = mine.flatMap(({ adaptedFrom }) => adaptedFrom?.resource ?? [])
    const originals = ids.length
      ? await Resource.find({ _id: { $in: ids } }, NEEDED).lean<Original[]>()
      : []
    const byId = new Map(originals.map(one => [String(one._id), one]))
    return mine.flatMap(adaptation => {
      const original = byId.get(String(adaptation.adaptedFrom?.resource))
      return original && hasNews(adaptation, original, viewer) ? [{ adaptation, original }] : []
    })
  })
}
