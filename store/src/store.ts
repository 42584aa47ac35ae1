import { Catalog, type Collection } from './catalog.ts'
import { Cursors } from './cursors.ts'
import { StoreError } from './errors.ts'
import { Storage } from './storage.ts'
import type { Request } from './wire.ts'

/** All that a command needs. One a process and directory. */
export interface Store {
  storage: Storage
  catalog: Catalog
  cursors: Cursors
  startedAt: Date
  connections: number
  /** Refuses to look through a large collection for what an index should give: see `startEmbeddedStore`. */
  strict: boolean
}

/** Opens the files in `directory` (made if missing). */
export function openStore(directory: string, { strict = false } = {}): Store {
  let catalog: Catalog | undefined
  const storage = new Storage(directory, () => catalog?.reload())
  catalog = new Catalog(storage)
  return {
    storage,
    catalog,
    cursors: new Cursors(),
    startedAt: new Date(),
    connections: 0,
    strict,
  }
}

/** The collection's name in a command such as `{ find: 'threads' }`. */
export function collectionName(request: Request): string {
  const name = request.body[request.name]
  if (typeof name !== 'string' || name === '') {
    throw new StoreError(
      'InvalidNamespace',
      `collection name has invalid type in '${request.name}'`,
    )
  }
  return name
}

export function collectionOf(store: Store, request: Request): Collection | undefined {
  return store.catalog.find(request.db, collectionName(request))
}

/** The collection, or NamespaceNotFound. */
export function existingCollection(store: Store, request: Request): Collection {
  const found = collectionOf(store, request)
  if (found) return found
  throw new StoreError(
    'NamespaceNotFound',
    `ns does not exist: ${request.db}.${collectionName(request)}`,
  )
}
