import type { Collection } from '../catalog.ts'
import { cursorOver } from '../cursors.ts'
import { entriesOf } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { compileFilter } from '../matching.ts'
import { collectionName, collectionOf, existingCollection, type Store } from '../store.ts'
import { type Doc, decode, encode } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, documentArgument } from './fields.ts'
import { indexDescription } from './indexes.ts'

/** Collections with options of their own (capped, views, time series, validators, collations) are refused by name. */
export function create(store: Store, request: Request): Doc {
  allow(request, 'autoIndexId')
  if (collectionOf(store, request)) {
    throw new StoreError(
      'NamespaceExists',
      `Collection ${request.db}.${collectionName(request)} already exists.`,
    )
  }
  store.catalog.create(request.db, collectionName(request))
  return { ok: 1 }
}

export function drop(store: Store, request: Request): Doc {
  allow(request, '')
  const collection = collectionOf(store, request)
  if (!collection) return { ok: 1 }
  const nIndexesWas = collection.indexes.length
  store.catalog.drop(collection)
  return { ns: collection.namespace, nIndexesWas, ok: 1 }
}

export function dropDatabase(store: Store, request: Request): Doc {
  allow(request, '')
  for (const collection of store.catalog.collections(request.db)) store.catalog.drop(collection)
  return { dropped: request.db, ok: 1 }
}

export function renameCollection(store: Store, request: Request): Doc {
  allow(request, 'to dropTarget')
  const [from, to] = [request.body.renameCollection, request.body.to].map(split)
  const source = from && store.catalog.find(...from)
  if (!source || !to)
    throw new StoreError(
      'NamespaceNotFound',
      `Source collection ${String(request.body.renameCollection)} does not exist`,
    )
  const target = store.catalog.find(...to)
  if (target && request.body.dropTarget !== true)
    throw new StoreError('NamespaceExists', 'target namespace exists')
  if (target) store.catalog.drop(target)
  store.catalog.rename(source, ...to)
  return { ok: 1 }
}

export function listCollections(store: Store, request: Request): Buffer {
  allow(request, 'filter nameOnly cursor authorizedCollections')
  const { test } = compileFilter(documentArgument(request.body.filter, 'filter'))
  const described = store.catalog.collections(request.db).map(describe).filter(test)
  const shown =
    request.body.nameOnly === true ? described.map(({ name, type }) => ({ name, type })) : described
  return store.cursors.first(
    cursorOver(shown.map(encode)),
    `${request.db}.$cmd.listCollections`,
    {},
  )
}

export function listDatabases(store: Store, request: Request): Doc {
  allow(request, 'filter nameOnly authorizedDatabases')
  const names = new Set(store.catalog.collections().map(({ db }) => db))
  const { test } = compileFilter(documentArgument(request.body.filter, 'filter'))
  const databases = [...names]
    .sort()
    .map(name => ({ name, sizeOnDisk: sizeOf(store, name), empty: false }))
  const shown = databases
    .filter(test)
    .map(each => (request.body.nameOnly === true ? { name: each.name } : each))
  return {
    databases: shown,
    totalSize: databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0),
    ok: 1,
  }
}

export function collStats(store: Store, request: Request): Doc {
  allow(request, 'scale')
  const collection = collectionOf(store, request)
  const ns = `${request.db}.${collectionName(request)}`
  if (!collection)
    return {
      ns,
      count: 0,
      size: 0,
      storageSize: 0,
      totalIndexSize: 0,
      nindexes: 0,
      indexSizes: {},
      ok: 1,
    }
  const storageSize = store.storage.bytes(collection.documents)
  const indexSizes = Object.fromEntries(
    collection.indexes.slice(1).map(({ name, tree }) => [name, store.storage.bytes(tree)]),
  )
  const totalIndexSize = Object.values(indexSizes).reduce((sum, size) => sum + size, 0)
  const count = store.catalog.countDocuments(collection)
  return {
    ns,
    count,
    size: storageSize,
    storageSize,
    totalIndexSize,
    nindexes: collection.indexes.length,
    indexSizes,
    ok: 1,
  }
}

export function dbStats(store: Store, request: Request): Doc {
  allow(request, 'scale freeStorage')
  const collections = store.catalog.collections(request.db)
  const objects = collections.reduce((sum, each) => sum + store.catalog.countDocuments(each), 0)
  const indexes = collections.reduce((sum, each) => sum + each.indexes.length, 0)
  const storageSize = sizeOf(store, request.db)
  return {
    db: request.db,
    collections: collections.length,
    objects,
    indexes,
    dataSize: storageSize,
    storageSize,
    ok: 1,
  }
}

/** Compares every index with what the documents say it must hold: no entry missing, none too many. */
export function validate(store: Store, request: Request): Doc {
  allow(request, 'full repair metadata background checkBSONConformance')
  const collection = existingCollection(store, request)
  const expected = new Map(collection.indexes.slice(1).map(index => [index, 0]))
  const errors: string[] = []
  let nrecords = 0
  for (const { key: idKey, value } of collection.documents.getRange({})) {
    nrecords++
    const document = decode(value)
    for (const [index, seen] of expected) {
      const { keys } = entriesOf(index, document)
      expected.set(index, seen + keys.length)
      const missing = keys.filter(
        key => !index.tree.get(Buffer.concat([key, idKey]))?.equals(idKey),
      )
      if (missing.length > 0)
        errors.push(
          `index ${index.name} lacks ${missing.length} entries of _id ${String(document._id)}`,
        )
    }
  }
  const keysPerIndex: Record<string, number> = { _id_: nrecords }
  for (const [index, wanted] of expected) {
    const held = store.catalog.countKeys(collection, index)
    keysPerIndex[index.name] = held
    if (held !== wanted)
      errors.push(`index ${index.name} holds ${held} entries, its documents ask for ${wanted}`)
  }
  return {
    ns: collection.namespace,
    nrecords,
    nIndexes: collection.indexes.length,
    keysPerIndex,
    valid: errors.length === 0,
    errors,
    warnings: [],
    ok: 1,
  }
}

function describe(collection: Collection): Doc {
  const [primary] = collection.indexes
  return {
    name: collection.name,
    type: 'collection',
    options: {},
    info: { readOnly: false },
    ...(primary && { idIndex: indexDescription(primary) }),
  }
}

function sizeOf(store: Store, db: string): number {
  const trees = store.catalog
    .collections(db)
    .flatMap(({ documents, indexes }) => [documents, ...indexes.slice(1).map(({ tree }) => tree)])
  return trees.reduce((sum, tree) => sum + store.storage.bytes(tree), 0)
}

function split(namespace: unknown): [string, string] | undefined {
  const [, db, name] = /^([^.]+)\.(.+)$/.exec(String(namespace)) ?? []
  return db && name ? [db, name] : undefined
}
