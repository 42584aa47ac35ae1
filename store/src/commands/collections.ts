import type { Collection } from '../catalog.ts'
import { cursorOver } from '../cursors.ts'
import { entriesOf } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { compileFilter } from '../matching.ts'
import { collectionName, collectionOf, existingCollection, type Store } from '../store.ts'
import type { Steps } from '../turns.ts'
import { type Doc, decode, encode } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, checkName, countArgument, documentArgument } from './fields.ts'
import { indexDescription } from './indexes.ts'

const REFUSED =
  'capped validator validationLevel validationAction viewOn pipeline timeseries expireAfterSeconds indexOptionDefaults ' +
  'storageEngine clusteredIndex changeStreamPreAndPostImages encryptedFields flags temp'

/** Collections with options of their own (capped, views, time series, validators, collations) are refused by name. */
export function create(store: Store, request: Request): Doc {
  const { capped, size, max } = request.body
  if (capped !== true && (size ?? max) !== undefined)
    throw new StoreError(
      'InvalidOptions',
      "the 'capped' field needs to be true when either the 'size' or 'max' fields are present",
    )
  allow(request, 'autoIndexId', `${REFUSED} size max`)
  checkName(request.db, collectionName(request))
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
  if (request.db !== 'admin')
    throw new StoreError(
      'Unauthorized',
      'renameCollection may only be run against the admin database.',
    )
  const [from, to] = [request.body.renameCollection, request.body.to].map(split)
  const source = from && store.catalog.find(...from)
  if (!source || !to)
    throw new StoreError(
      'NamespaceNotFound',
      `Source collection ${String(request.body.renameCollection)} does not exist`,
    )
  if (source.namespace === to.join('.'))
    throw new StoreError('IllegalOperation', "Can't rename a collection to itself")
  checkName(...to)
  const target = store.catalog.find(...to)
  if (target && request.body.dropTarget !== true)
    throw new StoreError('NamespaceExists', 'target namespace exists')
  if (target) store.catalog.drop(target)
  store.catalog.rename(source, ...to)
  return { ok: 1 }
}

export function* listCollections(store: Store, request: Request): Steps<Buffer> {
  allow(request, 'filter nameOnly cursor authorizedCollections')
  const { test } = compileFilter(documentArgument(request.body.filter, 'filter'))
  const described = store.catalog.collections(request.db).map(describe).filter(test)
  const shown =
    request.body.nameOnly === true ? described.map(({ name, type }) => ({ name, type })) : described
  return yield* store.cursors.first(
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

/** Sizes are those of the pages that hold things, in units of `scale` bytes. */
export function collStats(store: Store, request: Request): Doc {
  allow(request, 'scale')
  const collection = collectionOf(store, request)
  const scaled = scaleOf(request.body.scale)
  const ns = `${request.db}.${collectionName(request)}`
  const bytes = collection ? collection.documents.size().bytes : 0
  const count = collection ? store.catalog.countDocuments(collection) : 0
  const indexSizes = Object.fromEntries(
    (collection?.indexes ?? []).map(({ name, id, tree }): [string, number] => [
      name,
      id === 0 ? 0 : tree.size().bytes,
    ]),
  )
  const totalIndexSize = Object.values(indexSizes).reduce((sum, size) => sum + size, 0)
  return {
    ns,
    size: scaled(bytes),
    count,
    ...(count > 0 && { avgObjSize: Math.floor(bytes / count) }),
    numOrphanDocs: 0,
    storageSize: scaled(bytes),
    freeStorageSize: 0,
    capped: false,
    nindexes: collection?.indexes.length ?? 0,
    indexBuilds: [],
    totalIndexSize: scaled(totalIndexSize),
    totalSize: scaled(bytes + totalIndexSize),
    indexSizes: Object.fromEntries(
      Object.entries(indexSizes).map(([name, size]) => [name, scaled(size)]),
    ),
    scaleFactor: scaled.factor,
    ok: 1,
  }
}

export function dbStats(store: Store, request: Request): Doc {
  allow(request, 'scale freeStorage')
  const scaled = scaleOf(request.body.scale)
  const collections = store.catalog.collections(request.db)
  const objects = collections.reduce((sum, each) => sum + store.catalog.countDocuments(each), 0)
  const indexes = collections.reduce((sum, each) => sum + each.indexes.length, 0)
  const dataSize = collections.reduce((sum, each) => sum + each.documents.size().bytes, 0)
  const totalSize = sizeOf(store, request.db)
  return {
    db: request.db,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects > 0 ? dataSize / objects : 0,
    dataSize: scaled(dataSize),
    storageSize: scaled(dataSize),
    indexes,
    indexSize: scaled(totalSize - dataSize),
    totalSize: scaled(totalSize),
    scaleFactor: scaled.factor,
    ok: 1,
  }
}

/** Bytes in units of `scale`, rounded down. */
function scaleOf(scale: unknown): ((bytes: number) => number) & { factor: number } {
  const factor = Math.trunc(countArgument(scale, 'scale') ?? 1)
  if (factor < 1) throw new StoreError('BadValue', 'Scale factor must be greater than zero')
  return Object.assign((bytes: number) => Math.floor(bytes / factor), { factor })
}

/** Compares every index with what the documents say it must hold: no entry missing, none too many. Nobody may write meanwhile. */
export function* validate(store: Store, request: Request): Steps<Doc> {
  allow(request, 'full repair metadata background checkBSONConformance')
  const collection = existingCollection(store, request)
  const expected = new Map(collection.indexes.slice(1).map(index => [index, 0]))
  const errors: string[] = []
  let nrecords = 0
  yield* collection.documents.visit(({ key: idKey, value }) => {
    nrecords++
    const document = decode(value)
    for (const [index, seen] of expected) {
      const { keys } = entriesOf(index, document, idKey)
      expected.set(index, seen + keys.length)
      const missing = keys.filter(key => !index.tree.get(key)?.equals(idKey))
      if (missing.length > 0)
        errors.push(
          `index ${index.name} lacks ${missing.length} entries of _id ${String(document._id)}`,
        )
    }
  })
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
  return trees.reduce((sum, tree) => sum + tree.size().bytes, 0)
}

function split(namespace: unknown): [string, string] | undefined {
  const [, db, name] = /^([^.]+)\.(.+)$/.exec(String(namespace)) ?? []
  return db && name ? [db, name] : undefined
}
