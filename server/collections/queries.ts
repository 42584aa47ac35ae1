import { Collection, type CollectionRecord } from '../../models/collection.ts'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { readable } from '../library/queries.ts'
import { remember, type Topic } from '../platform/memory.ts'
import { audiencesOf, seenBy } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'

type Who = Viewer | Visitor

/** Everything that shown collections depend on. */
export const COLLECTION_TOPICS: readonly Topic[] = ['collections', 'resources', 'members', 'spaces']

/** Those that this reader may see: shared with them, or their own. */
export function visibleTo(viewer: Who) {
  const shared = { personal: false, ...seenBy(viewer) }
  return isMember(viewer) ? { $or: [shared, { author: viewer.id }] } : shared
}

export function collectionBySlug(slug: string | undefined): Promise<CollectionRecord | null> {
  if (!slug || !/^[a-z0-9-]{1,100}$/.test(slug)) return Promise.resolve(null)
  return Collection.findOne({ slug }).lean()
}

/** The published resources of a collection that this reader may see, in its order. */
export async function resourcesIn(
  { items }: Pick<CollectionRecord, 'items'>,
  viewer: Who,
  fields: string,
) {
  const $in = items.map(({ resource }) => resource)
  const found = await Resource.find({ _id: { $in }, ...readable(viewer) }, fields).lean<
    ResourceRecord[]
  >()
  const byId = new Map(found.map(record => [String(record._id), record]))
  return items.flatMap(({ resource, note }) => {
    const record = byId.get(String(resource))
    return record ? [{ record, note }] : []
  })
}

/** How many of each collection's resources this reader may see, in one query. */
export async function countsFor(collections: CollectionRecord[], viewer: Who) {
  const $in = collections.flatMap(({ items }) => items.map(({ resource }) => resource))
  const found = await Resource.find({ _id: { $in }, ...readable(viewer) }, '_id').lean()
  const seen = new Set(found.map(({ _id }) => String(_id)))
  return (collection: CollectionRecord) =>
    collection.items.filter(({ resource }) => seen.has(String(resource))).length
}

/** Those that a member may put a resource in, for its page. */
export function ownCollections(viewer: Viewer) {
  const groups = audiencesOf(viewer).filter(audience => audience.startsWith('group:'))
  const key = `collections of ${viewer.id} ${groups}`
  return remember(['collections'], key, () =>
    Collection.find(
      {
        $or: [
          { author: viewer.id, hiddenAt: null },
          { personal: false, audience: { $in: groups } },
        ],
      },
      'slug title',
    )
      .sort({ updatedAt: -1 })
      .limit(50)
      .lean(),
  )
}

/** Of these, the ones that this reader may see, as the search tells them. */
export async function collectionHits(viewer: Who, ids: string[]) {
  const seen = { $and: [{ _id: { $in: ids } }, visibleTo(viewer)] }
  const records = await Collection.find(seen, 'slug title summary').lean()
  return records.map(({ _id, slug, title, summary }) => ({
    ...{ id: String(_id), url: `/collections/${slug}`, title, meta: '', texts: [summary] },
  }))
}
