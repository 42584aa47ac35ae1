import type { Collection, Index } from '../catalog.ts'
import { indexFields, keyPattern } from '../catalog.ts'
import { cursorOver } from '../cursors.ts'
import { duplicateKey, entriesOf } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { equalValues, startsWith } from '../keys.ts'
import { compileFilter } from '../matching.ts'
import { LONGEST_KEY } from '../storage.ts'
import { collectionName, existingCollection, type Store } from '../store.ts'
import { type Doc, decode, encode, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, allowOnly } from './fields.ts'

export function createIndexes(store: Store, request: Request): Doc {
  allow(request, 'indexes commitQuorum')
  const { catalog } = store
  const createdCollectionAutomatically = !catalog.find(request.db, collectionName(request))
  const collection = catalog.ensure(request.db, collectionName(request))
  const numIndexesBefore = collection.indexes.length
  const specs = Array.isArray(request.body.indexes) ? request.body.indexes.filter(isDoc) : []
  if (specs.length === 0)
    throw new StoreError('BadValue', 'Must specify at least one index to create')
  const wanted = specs.map(spec => parseIndex(spec))
  for (const index of wanted) if (!alreadyThere(collection, index)) build(store, collection, index)
  return {
    numIndexesBefore,
    numIndexesAfter: collection.indexes.length,
    createdCollectionAutomatically,
    ok: 1,
  }
}

export function listIndexes(store: Store, request: Request): Buffer {
  allow(request, 'cursor')
  const collection = existingCollection(store, request)
  return store.cursors.first(
    cursorOver(collection.indexes.map(indexDescription).map(encode)),
    collection.namespace,
    {},
  )
}

export function dropIndexes(store: Store, request: Request): Doc {
  allow(request, 'index')
  const collection = existingCollection(store, request)
  const nIndexesWas = collection.indexes.length
  for (const index of named(collection, request.body.index))
    store.catalog.dropIndex(collection, index)
  return { nIndexesWas, ok: 1 }
}

/** Only the expiry of a TTL index can be changed. */
export function collMod(store: Store, request: Request): Doc {
  allow(request, 'index')
  const collection = existingCollection(store, request)
  const change = isDoc(request.body.index) ? request.body.index : {}
  allowOnly(change, 'collMod.index', 'name keyPattern expireAfterSeconds')
  const [index] = named(collection, change.name ?? change.keyPattern)
  if (!index || !isNumeric(change.expireAfterSeconds))
    throw new StoreError('InvalidOptions', 'collMod changes expireAfterSeconds only')
  const expireAfterSeconds_old = index.expireAfterSeconds
  index.expireAfterSeconds = toNumber(change.expireAfterSeconds)
  store.storage.transact(() => store.catalog.save(collection))
  return {
    ...(expireAfterSeconds_old !== undefined && { expireAfterSeconds_old }),
    expireAfterSeconds_new: index.expireAfterSeconds,
    ok: 1,
  }
}

/** An index as `listIndexes` shows it. */
export function indexDescription(index: Index): Doc {
  return {
    v: 2,
    key: keyPattern(index),
    name: index.name,
    ...(index.unique && index.id !== 0 && { unique: true }),
    ...(index.sparse && { sparse: true }),
    ...(index.partial && { partialFilterExpression: index.partial }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
  }
}

type NewIndex = Omit<Index, 'id' | 'tree'>

function parseIndex(spec: Doc): NewIndex {
  allowOnly(
    spec,
    'createIndexes.indexes',
    'key name unique sparse background v ns partialFilterExpression expireAfterSeconds hidden',
  )
  if (spec.hidden === true)
    throw new StoreError('NotImplemented', 'hidden indexes are not supported by this store')
  const fields = indexFields(spec.key)
  const partial = spec.partialFilterExpression
  if (isDoc(partial)) compileFilter(partial)
  const expiry = spec.expireAfterSeconds
  if (expiry !== undefined && (!isNumeric(expiry) || toNumber(expiry) < 0 || fields.length !== 1)) {
    throw new StoreError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes with expireAfterSeconds of 0 or more',
    )
  }
  return {
    name: typeof spec.name === 'string' ? spec.name : fields.flat().join('_'),
    fields,
    descending: fields.map(([, direction]) => direction === -1),
    unique: spec.unique === true,
    sparse: spec.sparse === true,
    ...(isDoc(partial) && { partial }),
    ...(isNumeric(expiry) && { expireAfterSeconds: toNumber(expiry) }),
    multikey: fields.map(() => false),
  }
}

/** The same index again is no work; the same name or key with other options is a conflict, as in MongoDB. */
function alreadyThere(collection: Collection, wanted: NewIndex): boolean {
  const isIdIndex = wanted.fields.length === 1 && wanted.fields[0]?.[0] === '_id'
  if (isIdIndex) return true
  const sameName = collection.indexes.find(({ name }) => name === wanted.name)
  const sameKey = collection.indexes.find(
    each =>
      equalValues(each.fields, wanted.fields) &&
      equalValues(each.partial ?? null, wanted.partial ?? null),
  )
  if (!sameName && !sameKey) return false
  if (sameName && sameName !== sameKey) {
    throw new StoreError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${wanted.name}, but another key`,
    )
  }
  if (sameKey && sameKey.name !== wanted.name) {
    throw new StoreError(
      'IndexOptionsConflict',
      `Index already exists with a different name: ${sameKey.name}`,
    )
  }
  if (sameKey && !sameOptions(sameKey, wanted)) {
    throw new StoreError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options: ${wanted.name}`,
    )
  }
  return true
}

function sameOptions(a: NewIndex, b: NewIndex): boolean {
  return (
    a.unique === b.unique && a.sparse === b.sparse && a.expireAfterSeconds === b.expireAfterSeconds
  )
}

/** Fills a new tree from all documents in one transaction; a duplicate or a key too long leaves nothing behind. */
function build({ storage, catalog }: Store, collection: Collection, wanted: NewIndex): void {
  const index: Index = { ...wanted, ...catalog.newIndexTree() }
  const before = collection.indexes
  try {
    storage.transact(() => {
      fill(collection, index)
      collection.indexes = [...before, index]
      catalog.save(collection)
    })
  } catch (error) {
    collection.indexes = before
    catalog.discardIndexTree(index.id)
    throw error
  }
}

function fill(collection: Collection, index: Index): void {
  for (const { key: idKey, value } of collection.documents.getRange({})) {
    const { keys, values, multikey } = entriesOf(index, decode(value))
    for (const [i, key] of keys.entries()) {
      if (index.unique) refuseHeld(collection, index, key, values[i] ?? [])
      if (key.length + idKey.length > LONGEST_KEY)
        throw new StoreError(
          'KeyTooLong',
          `key of ${key.length} bytes too large to index: ${index.name}`,
        )
      index.tree.putSync(Buffer.concat([key, idKey]), idKey)
    }
    index.multikey = index.multikey.map((flag, i) => flag || multikey[i] === true)
  }
}

function refuseHeld(collection: Collection, index: Index, key: Buffer, values: unknown[]): void {
  for (const holder of index.tree.getKeys({ start: key, limit: 1 })) {
    if (startsWith(holder, key)) throw duplicateKey(collection, index, values)
  }
}

function named(collection: Collection, wanted: unknown): Index[] {
  if (wanted === '*') return collection.indexes.slice(1)
  if (Array.isArray(wanted)) return wanted.flatMap(each => named(collection, each))
  const index = collection.indexes.find(
    each => each.name === wanted || (isDoc(wanted) && equalValues(keyPattern(each), wanted)),
  )
  if (!index) throw new StoreError('IndexNotFound', `index not found with name [${String(wanted)}]`)
  if (index.id === 0) throw new StoreError('InvalidOptions', 'cannot drop _id index')
  return [index]
}
