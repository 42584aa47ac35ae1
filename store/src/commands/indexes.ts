import type { Collection, Index } from '../catalog.ts'
import { indexFields, keyPattern } from '../catalog.ts'
import { cursorOver } from '../cursors.ts'
import { duplicateKey, entriesOf } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { equalValues } from '../keys.ts'
import { compileFilter } from '../matching.ts'
import { LONGEST_KEY } from '../storage.ts'
import { collectionName, existingCollection, type Store } from '../store.ts'
import { advance, inTurns, type Steps } from '../turns.ts'
import { type Doc, decode, encode, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, allowOnly, checkName, missing } from './fields.ts'

/** Nobody may write meanwhile; others read between the transactions that fill a tree, which nothing refers to before it is full. */
export async function createIndexes(store: Store, request: Request): Promise<Doc> {
  allow(request, 'indexes commitQuorum')
  const { catalog } = store
  checkName(request.db, collectionName(request))
  const specs = Array.isArray(request.body.indexes) ? request.body.indexes.filter(isDoc) : []
  if (specs.length === 0)
    throw new StoreError('BadValue', 'Must specify at least one index to create')
  const wanted = specs.map(spec => parseIndex(spec))
  const createdCollectionAutomatically = !catalog.find(request.db, collectionName(request))
  const collection = catalog.ensure(request.db, collectionName(request))
  const numIndexesBefore = collection.indexes.length
  for (const index of wanted)
    if (!alreadyThere(live(store, collection), index)) await build(store, collection, index)
  const numIndexesAfter = live(store, collection).indexes.length
  return {
    numIndexesBefore,
    numIndexesAfter,
    createdCollectionAutomatically,
    ...(numIndexesAfter === numIndexesBefore && { note: 'all indexes already exist' }),
    ok: 1,
  }
}

export function* listIndexes(store: Store, request: Request): Steps<Buffer> {
  allow(request, 'cursor')
  const collection = existingCollection(store, request)
  return yield* store.cursors.first(
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
  allow(
    request,
    'index',
    'validator validationLevel validationAction viewOn pipeline expireAfterSeconds timeseries changeStreamPreAndPostImages cappedSize cappedMax',
  )
  const collection = existingCollection(store, request)
  const change = isDoc(request.body.index) ? request.body.index : {}
  allowOnly(
    change,
    'collMod.index',
    'name keyPattern expireAfterSeconds',
    'hidden unique prepareUnique',
  )
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

/** What MongoDB's indexes can have beside what these have. */
const REFUSED =
  '2dsphereIndexVersion bits bucketSize clustered coarsestIndexedLevel default_language dropDups finestIndexedLevel hidden ' +
  'language_override max min prepareUnique storageEngine textIndexVersion weights wildcardProjection'
const PLUGINS = ['text', '2d', '2dsphere', 'hashed', 'geoHaystack', 'columnstore']

function parseIndex(spec: Doc): NewIndex {
  refuseOptions(spec)
  const { key, name, partialFilterExpression: partial } = spec
  if (!isDoc(key))
    throw new StoreError(
      'FailedToParse',
      "The 'key' field is a required property of an index specification",
    )
  if (typeof name !== 'string')
    throw new StoreError(
      'FailedToParse',
      "The 'name' field is a required property of an index specification",
    )
  if (name === '') throw new StoreError('CannotCreateIndex', 'index name cannot be empty')
  refuseKinds(key)
  const fields = indexFields(key)
  const expiry = expiryOf(spec, fields.length)
  if (isDoc(partial)) checkPartial(partial, spec)
  return {
    name,
    fields,
    descending: fields.map(([, direction]) => direction === -1),
    unique: spec.unique === true,
    sparse: spec.sparse === true,
    ...(isDoc(partial) && { partial }),
    ...(expiry !== undefined && { expireAfterSeconds: expiry }),
    multikey: fields.map(() => false),
    ownKeys: spec.unique === true,
  }
}

function refuseOptions(spec: Doc): void {
  const known =
    'key name unique sparse background v ns partialFilterExpression expireAfterSeconds collation'
  const unknown = Object.keys(spec).find(key => !`${known} ${REFUSED}`.split(' ').includes(key))
  if (unknown !== undefined)
    throw new StoreError(
      'InvalidIndexSpecificationOption',
      `The field '${unknown}' is not valid for an index specification.`,
    )
  allowOnly(spec, 'createIndexes.indexes', known.replace(' collation', ''), REFUSED)
}

function refuseKinds(key: Doc): void {
  const paths = Object.keys(key)
  if (paths.length === 0) throw new StoreError('CannotCreateIndex', 'Index keys cannot be empty.')
  const kind = paths.find(path => path.split('.').includes('$**'))
    ? 'wildcard'
    : Object.values(key).find(value => typeof value === 'string')
  if (typeof kind !== 'string') return
  if (kind === 'wildcard' || PLUGINS.includes(kind))
    throw new StoreError('NotImplemented', `${kind} indexes are not supported by this store`)
  throw new StoreError('CannotCreateIndex', `Unknown index plugin '${kind}'`)
}

function expiryOf({ expireAfterSeconds: expiry }: Doc, fields: number): number | undefined {
  if (expiry === undefined) return undefined
  if (isNumeric(expiry) && toNumber(expiry) >= 0 && toNumber(expiry) < 2 ** 31 && fields === 1)
    return toNumber(expiry)
  throw new StoreError(
    'CannotCreateIndex',
    'TTL indexes are single-field indexes with expireAfterSeconds of 0 or more',
  )
}

const PARTIAL = new Set('$eq $gt $gte $lt $lte $exists $type $in $and $or'.split(' '))

function checkPartial(partial: Doc, { sparse }: Doc): void {
  if (sparse === true)
    throw new StoreError(
      'CannotCreateIndex',
      'cannot mix "partialFilterExpression" and "sparse" options',
    )
  compileFilter(partial)
  const wrong = operatorsIn(partial).find(
    ([name, value]) => !PARTIAL.has(name) || (name === '$exists' && value !== true),
  )
  if (wrong)
    throw new StoreError(
      'CannotCreateIndex',
      `Expression not supported in partial index: ${wrong[0]}`,
    )
}

function operatorsIn(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap(operatorsIn)
  if (!isDoc(value)) return []
  return Object.entries(value).flatMap(([key, item]): [string, unknown][] => [
    ...(key.startsWith('$') ? [[key, item] satisfies [string, unknown]] : []),
    ...(key.startsWith('$') && !['$and', '$or'].includes(key) ? [] : operatorsIn(item)),
  ])
}

/** The same index again is no work; the same name or key with other options is a conflict, as in MongoDB. */
function alreadyThere(collection: Collection, wanted: NewIndex): boolean {
  const isIdIndex = wanted.fields.length === 1 && wanted.fields[0]?.[0] === '_id'
  if (isIdIndex) return true
  const sameName = collection.indexes.find(({ name }) => name === wanted.name)
  if (sameName && !sameSignature(sameName, wanted))
    throw new StoreError(
      'IndexKeySpecsConflict',
      'An existing index has the same name as the requested index. When index names are not specified, they are auto generated ' +
        `and can cause conflicts. Please refer to our documentation. Requested index: ${JSON.stringify(shownNew(wanted))}, ` +
        `existing index: ${JSON.stringify(indexDescription(sameName))}`,
    )
  const same = sameName ?? collection.indexes.find(each => sameSignature(each, wanted))
  if (!same) return false
  if (same.name !== wanted.name)
    throw new StoreError(
      'IndexOptionsConflict',
      `Index already exists with a different name: ${same.name}`,
    )
  if (same.expireAfterSeconds !== wanted.expireAfterSeconds)
    throw new StoreError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options. Requested index: ${JSON.stringify(shownNew(wanted))}, ` +
        `existing index: ${JSON.stringify(indexDescription(same))}`,
    )
  return true
}

function shownNew(wanted: NewIndex): Doc {
  return { v: 2, key: Object.fromEntries(wanted.fields), name: wanted.name, unique: wanted.unique }
}

/** What tells two indexes apart whatever they are called. */
function sameSignature(a: NewIndex, b: NewIndex): boolean {
  return (
    equalValues(a.fields, b.fields) &&
    equalValues(a.partial ?? null, b.partial ?? null) &&
    a.unique === b.unique &&
    a.sparse === b.sparse
  )
}

/** The collection as it is now: others may have dropped, changed or renamed it. Throws QueryPlanKilled. */
function live({ catalog }: Store, { id, db, name }: Collection): Collection {
  const found = catalog.find(db, name)
  if (found?.id === id) return found
  throw new StoreError('QueryPlanKilled', `the collection ${db}.${name} was dropped or renamed`)
}

/** Fills a new tree from all documents; a duplicate or a key too long leaves nothing behind, nor does a crash (see the catalog). */
async function build(store: Store, collection: Collection, wanted: NewIndex): Promise<void> {
  const { storage, catalog } = store
  const index: Index = { ...wanted, ...catalog.newIndexTree() }
  const steps = fill(collection, index)
  const slice = (resumed: boolean) =>
    storage.transact(() => {
      const step = advance(steps, resumed, Number.POSITIVE_INFINITY)
      if (step.done) adopt(store, collection, index)
      return step
    })
  try {
    await inTurns(slice, () => storage.closed)
  } catch (error) {
    if (!storage.closed) catalog.discardIndexTree(index.id)
    throw error
  }
}

function adopt(store: Store, collection: Collection, index: Index): void {
  const now = live(store, collection)
  now.indexes = [...now.indexes, index]
  store.catalog.save(now)
}

function fill(collection: Collection, index: Index): Steps<void> {
  return collection.documents.visit(({ key: idKey, value }) => {
    const { keys, values, multikey } = entriesOf(index, decode(value), idKey)
    for (const [i, key] of keys.entries()) {
      if (index.unique && index.tree.get(key))
        throw duplicateKey(collection, index, values[i] ?? [])
      if (key.length > LONGEST_KEY)
        throw new StoreError(
          'KeyTooLong',
          `key of ${key.length} bytes too large to index: ${index.name}`,
        )
      index.tree.put(key, idKey)
    }
    index.multikey = index.multikey.map((flag, i) => flag || multikey[i] === true)
  })
}

function named(collection: Collection, wanted: unknown): Index[] {
  if (wanted === undefined) throw missing('dropIndexes.index')
  if (wanted === '*') return collection.indexes.slice(1)
  if (Array.isArray(wanted)) return wanted.flatMap(each => named(collection, each))
  const index = collection.indexes.find(
    each => each.name === wanted || (isDoc(wanted) && equalValues(keyPattern(each), wanted)),
  )
  if (!index)
    throw new StoreError(
      'IndexNotFound',
      isDoc(wanted)
        ? `can't find index with key: ${JSON.stringify(wanted)}`
        : `index not found with name [${String(wanted)}]`,
    )
  if (index.id === 0) throw new StoreError('InvalidOptions', 'cannot drop _id index')
  return [index]
}
