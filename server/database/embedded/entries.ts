import type { Catalog, Collection, Index } from './catalog.ts'
import { keyPattern } from './catalog.ts'
import { StoreError } from './errors.ts'
import { EMPTY_ARRAY, encodeKey, startsWith } from './keys.ts'
import { compileFilter } from './matching.ts'
import { LONGEST_KEY } from './storage.ts'
import { type Doc, decode, isDoc, own } from './values.ts'

const LARGEST_DOCUMENT = 16 * 1024 * 1024

/** The keys of one document in one index (without its `_id`), and which fields went through an array. */
export interface Entries {
  keys: Buffer[]
  values: unknown[][]
  multikey: boolean[]
}

/** Puts a document in place of `before` (or as new) with all its index entries. Nothing is written when it throws. */
export function putDocument(
  catalog: Catalog,
  collection: Collection,
  idKey: Buffer,
  bytes: Buffer,
  before?: Buffer,
): void {
  if (bytes.length > LARGEST_DOCUMENT) {
    throw new StoreError(
      'BSONObjectTooLarge',
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16777216`,
    )
  }
  if (idKey.length > LONGEST_KEY)
    throw new StoreError('KeyTooLong', `_id of ${idKey.length} bytes is too long to be a key`)
  const document = collection.indexes.length > 1 ? decode(bytes) : {}
  const old = before && collection.indexes.length > 1 ? decode(before) : undefined
  const changes = collection.indexes
    .slice(1)
    .map(index => change(collection, index, idKey, document, old))
  for (const { index, remove, add, multikey } of changes) {
    for (const key of remove) index.tree.removeSync(Buffer.concat([key, idKey]))
    for (const key of add) index.tree.putSync(Buffer.concat([key, idKey]), idKey)
    if (multikey) rememberMultikey(catalog, collection, index, multikey)
  }
  collection.documents.putSync(idKey, bytes)
}

export function removeDocument(collection: Collection, idKey: Buffer, before: Buffer): void {
  const document = collection.indexes.length > 1 ? decode(before) : {}
  for (const index of collection.indexes.slice(1)) {
    for (const key of entriesOf(index, document).keys)
      index.tree.removeSync(Buffer.concat([key, idKey]))
  }
  collection.documents.removeSync(idKey)
}

/** What E11000 says, with the pattern and value that Mongoose and the driver read. */
export function duplicateKey(
  collection: Collection,
  index: Index,
  values: readonly unknown[],
): StoreError {
  const pairs = index.fields.map(([path], i): [string, unknown] => [
    path,
    values[i] === EMPTY_ARRAY ? null : (values[i] ?? null),
  ])
  const shown = pairs.map(([path, value]) => `${path}: ${show(value)}`).join(', ')
  const message = `E11000 duplicate key error collection: ${collection.namespace} index: ${index.name} dup key: { ${shown} }`
  return new StoreError('DuplicateKey', message, {
    keyPattern: keyPattern(index),
    keyValue: Object.fromEntries(pairs),
  })
}

function change(
  collection: Collection,
  index: Index,
  idKey: Buffer,
  document: Doc,
  old: Doc | undefined,
) {
  const next = entriesOf(index, document)
  const had = old ? entriesOf(index, old).keys : []
  const add = next.keys.filter(key => !had.some(each => each.equals(key)))
  const remove = had.filter(key => !next.keys.some(each => each.equals(key)))
  for (const key of add) {
    if (key.length + idKey.length > LONGEST_KEY) throw tooLong(collection, index, key)
    if (index.unique) refuseDuplicate(collection, index, key, idKey, next)
  }
  const newly = next.multikey.some((flag, i) => flag && !index.multikey[i])
  return { index, add, remove, multikey: newly ? next.multikey : undefined }
}

function refuseDuplicate(
  collection: Collection,
  index: Index,
  key: Buffer,
  idKey: Buffer,
  entries: Entries,
): void {
  for (const holder of index.tree.getKeys({ start: key, limit: 2 })) {
    if (!startsWith(holder, key)) return
    if (holder.subarray(key.length).equals(idKey)) continue
    throw duplicateKey(collection, index, entries.values[entries.keys.indexOf(key)] ?? [])
  }
}

function tooLong(collection: Collection, index: Index, key: Buffer): StoreError {
  const detail = `${key.length} bytes in ${collection.namespace} index ${index.name}, at most ${LONGEST_KEY} with the _id`
  return new StoreError('KeyTooLong', `key too large to index: ${detail}`)
}

function rememberMultikey(
  catalog: Catalog,
  collection: Collection,
  index: Index,
  multikey: boolean[],
): void {
  index.multikey = index.fields.map((_, i) => index.multikey[i] === true || multikey[i] === true)
  catalog.save(collection)
}

const partials = new WeakMap<Index, (document: Doc) => boolean>()

function partialOf(index: Index): ((document: Doc) => boolean) | undefined {
  if (!index.partial) return undefined
  const known = partials.get(index) ?? compileFilter(index.partial).test
  partials.set(index, known)
  return known
}

/** The entries that `index` has for `document`: several when a field holds an array, none when sparse or partial leaves it out. */
export function entriesOf(index: Index, document: Doc): Entries {
  const none = { keys: [], values: [], multikey: [] }
  if (partialOf(index)?.(document) === false) return none
  const paths = index.fields.map(([path]) => path.split('.'))
  const found = { multikey: paths.map(() => false), present: false }
  const tuples = expand(
    paths.map(path => ({ rest: path, value: document, found: true })),
    found,
  )
  if (index.sparse && !found.present) return none
  return { ...distinct(tuples, index.descending), multikey: found.multikey }
}

interface Cursor {
  rest: string[]
  value: unknown
  found: boolean
}

/**
 * Walks all fields down together. Where they meet an array they split over its elements at once (a compound key pairs fields of
 * the same element); two different arrays are refused, as MongoDB refuses parallel arrays.
 */
function expand(cursors: Cursor[], found: { multikey: boolean[]; present: boolean }): unknown[][] {
  const walked = cursors.map(descend)
  const array = walked.find(({ value }) => Array.isArray(value))?.value
  if (!Array.isArray(array)) {
    if (walked.some(({ found }) => found)) found.present = true
    return [walked.map(({ value }) => value ?? null)]
  }
  if (walked.some(({ value }) => Array.isArray(value) && value !== array)) {
    throw new StoreError('CannotIndexParallelArrays', 'cannot index parallel arrays')
  }
  walked.forEach(({ value }, i) => {
    if (value === array) found.multikey[i] = true
  })
  const items = array.length > 0 ? array : [EMPTY_ARRAY]
  return items.flatMap(item =>
    expand(
      walked.map(cursor => (cursor.value === array ? intoItem(cursor, item) : cursor)),
      found,
    ),
  )
}

/** Follows field names until the path ends or an array stands in the way. */
function descend({ rest, value, found }: Cursor): Cursor {
  let current = value
  let i = 0
  for (; i < rest.length && isDoc(current); i++) current = own(current, rest[i] ?? '')
  const part = rest[i]
  if (part !== undefined && Array.isArray(current) && /^\d+$/.test(part)) {
    return descend({
      rest: rest.slice(i + 1),
      value: current[Number(part)],
      found: Number(part) < current.length,
    })
  }
  if (Array.isArray(current)) return { rest: rest.slice(i), value: current, found: true }
  return {
    rest: [],
    value: i < rest.length ? undefined : current,
    found: found && i === rest.length && current !== undefined,
  }
}

/** An array element: what ends a path is its value (a nested array stays whole), what goes on must be a document. */
function intoItem({ rest }: Cursor, item: unknown): Cursor {
  if (rest.length === 0)
    return { rest, value: Array.isArray(item) ? new Whole(item) : item, found: true }
  return { rest, value: isDoc(item) ? item : undefined, found: true }
}

/** An array that is itself the value of a key. */
class Whole {
  readonly items: unknown[]
  constructor(items: unknown[]) {
    this.items = items
  }
}

function distinct(
  tuples: unknown[][],
  descending: boolean[],
): { keys: Buffer[]; values: unknown[][] } {
  const seen = new Map<string, { key: Buffer; values: unknown[] }>()
  for (const tuple of tuples) {
    const values = tuple.map(value => (value instanceof Whole ? value.items : value))
    const key = encodeKey(values, descending)
    if (tuples.length === 1) return { keys: [key], values: [values] }
    seen.set(key.toString('latin1'), { key, values })
  }
  return {
    keys: [...seen.values()].map(({ key }) => key),
    values: [...seen.values()].map(({ values }) => values),
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (
    typeof value === 'object' &&
    value !== null &&
    '_bsontype' in value &&
    value._bsontype === 'ObjectId'
  ) {
    return `ObjectId('${String(value)}')`
  }
  return typeof value === 'symbol' ? 'undefined' : JSON.stringify(value)
}
