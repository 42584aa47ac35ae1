import type { Catalog, Collection, Index } from './catalog.ts'
import { keyPattern } from './catalog.ts'
import { StoreError } from './errors.ts'
import { checkDocument } from './incoming.ts'
import { EMPTY_ARRAY, encodeKey, startsWith } from './keys.ts'
import { compileFilter } from './matching.ts'
import { LONGEST_KEY } from './storage.ts'
import { type Doc, decode, isDoc, own } from './values.ts'

export const LARGEST_DOCUMENT = 16 * 1024 * 1024

/** The keys of one document in one index (ended by that of its `_id`, unless they are unique), and which fields went through an array. */
export interface Entries {
  keys: Buffer[]
  values: unknown[][]
  multikey: boolean[]
}

/**
 * Puts a document in place of `before` (or as new) with all its index entries; `decoded` is the document where it was read already, and
 * so known to be sound. Nothing is written when it throws.
 */
export function putDocument(
  catalog: Catalog,
  collection: Collection,
  { idKey, bytes, decoded }: { idKey: Buffer; bytes: Buffer; decoded?: Doc },
  before?: Buffer,
): void {
  if (bytes.length > LARGEST_DOCUMENT) {
    throw new StoreError(
      'BSONObjectTooLarge',
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16777216`,
    )
  }
  // Updates too can nest deeper and deeper.
  if (!decoded) checkDocument(bytes)
  if (idKey.length > LONGEST_KEY)
    throw new StoreError('KeyTooLong', `_id of ${idKey.length} bytes is too long to be a key`)
  const document = decoded ?? (collection.indexes.length > 1 ? decode(bytes) : {})
  const old = before && collection.indexes.length > 1 ? decode(before) : undefined
  const changes = collection.indexes
    .slice(1)
    .map(index => change(collection, index, idKey, document, old))
  for (const { index, remove, add, multikey } of changes) {
    for (const key of remove) index.tree.remove(key)
    for (const key of add) index.tree.put(key, idKey)
    if (multikey) rememberMultikey(catalog, collection, index, multikey)
  }
  collection.documents.put(idKey, bytes)
}

export function removeDocument(collection: Collection, idKey: Buffer, before: Buffer): void {
  const document = collection.indexes.length > 1 ? decode(before) : {}
  for (const index of collection.indexes.slice(1)) {
    for (const key of entriesOf(index, document, idKey).keys) index.tree.remove(key)
  }
  collection.documents.remove(idKey)
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
  const next = entriesOf(index, document, idKey)
  const had = old ? entriesOf(index, old, idKey).keys : []
  const add = without(next.keys, had)
  const remove = without(had, next.keys)
  for (const key of add) {
    if (key.length > LONGEST_KEY) throw tooLong(collection, index, key)
    if (index.unique) refuseDuplicate(collection, index, key, idKey, next)
  }
  const newly = next.multikey.some((flag, i) => flag && !index.multikey[i])
  return { index, add, remove, multikey: newly ? next.multikey : undefined }
}

function without(keys: Buffer[], others: Buffer[]): Buffer[] {
  if (keys.length === 0 || others.length === 0) return keys
  return keys.filter(key => !others.some(each => each.equals(key)))
}

function refuseDuplicate(
  collection: Collection,
  index: Index,
  key: Buffer,
  idKey: Buffer,
  entries: Entries,
): void {
  const holder = index.ownKeys ? index.tree.get(key) : anyHolder(index, key, idKey)
  if (!holder || holder.equals(idKey)) return
  throw duplicateKey(collection, index, entries.values[entries.keys.indexOf(key)] ?? [])
}

/** Who else has the key, where the `_id` of each stands behind it. */
function anyHolder(index: Index, key: Buffer, idKey: Buffer): Buffer | undefined {
  const start = key.subarray(0, key.length - idKey.length)
  for (const { key: held, value } of index.tree.getRange({ start, limit: 2 })) {
    if (!startsWith(held, start)) return undefined
    if (!value.equals(idKey)) return value
  }
  return undefined
}

function tooLong(collection: Collection, index: Index, key: Buffer): StoreError {
  const detail = `${key.length} bytes with the _id in ${collection.namespace} index ${index.name}, at most ${LONGEST_KEY}`
  return new StoreError('KeyTooLong', `key too large to index: ${detail}`)
}

/** Notes that documents have arrays in these fields of an index, if that is new. */
export function rememberMultikey(
  catalog: Catalog,
  collection: Collection,
  index: Index,
  multikey: boolean[],
): void {
  index.multikey = index.fields.map((_, i) => index.multikey[i] === true || multikey[i] === true)
  catalog.save(collection)
}

/** What an index asks of each document, prepared once. */
interface Rule {
  paths: string[][]
  covers: ((document: Doc) => boolean) | undefined
}

const rules = new WeakMap<Index, Rule>()

function ruleOf(index: Index): Rule {
  const known = rules.get(index)
  if (known) return known
  const paths = index.fields.map(([path]) => path.split('.'))
  const rule = { paths, covers: index.partial && compileFilter(index.partial).test }
  rules.set(index, rule)
  return rule
}

/** The entries that `index` has for `document`: several when a field holds an array, none when sparse or partial leaves it out. */
export function entriesOf(index: Index, document: Doc, idKey: Buffer): Entries {
  const { paths, covers } = ruleOf(index)
  if (covers?.(document) === false) return NO_ENTRIES
  const values = plainValues(paths, document)
  if (values) {
    if (index.sparse && values.every(value => value === undefined)) return NO_ENTRIES
    return { keys: [keyOf(values, index, idKey)], values: [values], multikey: [] }
  }
  const found = { multikey: paths.map(() => false), present: false }
  const tuples = expand(
    paths.map(path => ({ path, at: 0, value: document, found: true })),
    found,
  )
  if (index.sparse && !found.present) return NO_ENTRIES
  return { ...distinct(tuples, index, idKey), multikey: found.multikey }
}

/** The usual case, without its cost: fields of the document itself, and no array among them. */
function plainValues(paths: string[][], document: Doc): unknown[] | undefined {
  const values: unknown[] = []
  for (const path of paths) {
    const name = path[0] ?? ''
    const value = own(document, name)
    if (path.length > 1 || Array.isArray(value)) return undefined
    values.push(value)
  }
  return values
}

const NO_ENTRIES: Entries = { keys: [], values: [], multikey: [] }

/** How far one field's path has been followed: `at` parts of it. */
interface Cursor {
  path: string[]
  at: number
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
function descend({ path, at, value, found }: Cursor): Cursor {
  let current = value
  let i = at
  for (; i < path.length && isDoc(current); i++) current = own(current, path[i] ?? '')
  if (Array.isArray(current))
    return intoArray({ path, at: i, value: current, found: true }, current)
  const ended = i === path.length
  const reached = found && ended && current !== undefined
  return { path, at: path.length, value: ended ? current : undefined, found: reached }
}

/** A number in the path is a position of the array; anything else is asked of all its elements, later. */
function intoArray(cursor: Cursor, array: unknown[]): Cursor {
  const { path, at } = cursor
  const position = path[at]
  if (position === undefined || !/^\d+$/.test(position)) return cursor
  const [value, found] = [array[Number(position)], Number(position) < array.length]
  return descend({ path, at: at + 1, value, found })
}

/** An array element: what ends a path is its value (a nested array stays whole), what goes on must be a document. */
function intoItem({ path, at }: Cursor, item: unknown): Cursor {
  if (at < path.length) return { path, at, value: isDoc(item) ? item : undefined, found: true }
  return { path, at, value: Array.isArray(item) ? new Whole(item) : item, found: true }
}

/** An array that is itself the value of a key. */
class Whole {
  readonly items: unknown[]
  constructor(items: unknown[]) {
    this.items = items
  }
}

function keyOf(values: unknown[], { descending, ownKeys }: Index, idKey: Buffer): Buffer {
  return encodeKey(values, descending, ownKeys ? undefined : idKey)
}

function distinct(
  tuples: unknown[][],
  index: Index,
  idKey: Buffer,
): { keys: Buffer[]; values: unknown[][] } {
  const seen = new Map<string, { key: Buffer; values: unknown[] }>()
  for (const tuple of tuples) {
    const values = tuple.map(value => (value instanceof Whole ? value.items : value))
    const key = keyOf(values, index, idKey)
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
