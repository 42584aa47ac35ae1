import { Collection, type CollectionRecord } from '../../models/collection.ts'
import type { Kind } from '../platform/content/kind.ts'
import type { Thing } from '../platform/content/thing.ts'
import { Conflict } from '../platform/errors.ts'
import { collectionUrl } from './presenter.ts'
import { collectionHits, visibleTo } from './queries.ts'
import { readCollections } from './searchable.ts'
import { seen } from './seen.ts'

export const collectionKind: Kind = {
  name: 'collection',
  search: {
    index: 'collections',
    place: 7,
    read: readCollections,
    scope: viewer => ({ of: 'collections', ...visibleTo(viewer) }),
    hits: collectionHits,
    tab: { word: 'collections', icon: 'stack', tone: 'glass' },
  },
  moderation: {
    address: '/collections/:slug',
    find: async req => thingOfCollection(await seen(req)),
    async read(id) {
      const collection = await Collection.findById(id).lean<CollectionRecord>()
      return collection ? thingOfCollection(collection) : undefined
    },
    audience: async id => (await Collection.findById(id, 'audience').lean())?.audience,
    hide,
    restore,
  },
}

function thingOfCollection(collection: CollectionRecord): Thing {
  const { _id, author, title, summary, items, hiddenAt } = collection
  const words = [summary, ...items.map(({ note }) => note)].filter(Boolean)
  return {
    kind: 'collection',
    id: String(_id),
    url: collectionUrl(collection),
    author: String(author),
    title,
    body: words.join('\n\n'),
    hidden: Boolean(hiddenAt),
  }
}

/** For its author alone, whom nothing stops from reading it; only they and the coordination know that it is hidden. */
async function hide(_id: string) {
  const $set = { hiddenAt: new Date(), personal: true }
  const { matchedCount } = await Collection.updateOne({ _id, personal: false }, { $set })
  if (matchedCount === 0) throw new Conflict()
}

async function restore(_id: string) {
  const update = { $set: { personal: false }, $unset: { hiddenAt: 1 as const } }
  const { matchedCount } = await Collection.updateOne({ _id, hiddenAt: { $ne: null } }, update)
  if (matchedCount === 0) throw new Conflict()
}
