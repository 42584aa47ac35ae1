import type { Collection, Index } from './catalog.ts'
import { removeDocument } from './entries.ts'
import { Reading } from './results.ts'
import type { Store } from './store.ts'

const AT_ONCE = 500

/** Removes the documents that TTL indexes say have expired by `now`; gives how many. A field that holds no date never expires. */
export async function sweepExpired(store: Store, now: Date = new Date()): Promise<number> {
  let removed = 0
  for (const { db, name } of store.catalog.collections()) {
    for (const { name: index } of store.catalog.find(db, name)?.indexes ?? []) {
      for (let batch = AT_ONCE; batch === AT_ONCE; removed += batch) {
        batch = await store.storage.write(() => removeExpired(store, db, name, index, now))
      }
    }
  }
  return removed
}

function removeExpired(
  store: Store,
  db: string,
  name: string,
  indexName: string,
  now: Date,
): number {
  const collection = store.catalog.find(db, name)
  const index = collection?.indexes.find(each => each.name === indexName)
  if (!collection || !index || index.expireAfterSeconds === undefined) return 0
  const found = expired(
    store,
    collection,
    index,
    new Date(now.getTime() - index.expireAfterSeconds * 1000),
  )
  for (const { idKey, bytes } of found) removeDocument(collection, idKey, bytes)
  return found.length
}

function expired(store: Store, collection: Collection, index: Index, limit: Date) {
  const path = index.fields[0]?.[0] ?? '_id'
  const late = { [path]: { $lte: limit } }
  // What a partial index does not hold never expires by it.
  const filter = index.partial ? { $and: [late, index.partial] } : late
  return new Reading(store, collection, { filter, limit: AT_ONCE }).all()
}
