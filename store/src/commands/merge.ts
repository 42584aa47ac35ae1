import { ObjectId } from 'bson'
import type { Collection } from '../catalog.ts'
import { putDocument } from '../entries.ts'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { equalValues } from '../keys.ts'
import { getAt } from '../paths.ts'
import { only, stagesOf } from '../pipeline/arguments.ts'
import { compilePipeline } from '../pipeline/compile.ts'
import { bound } from '../pipeline/lookup.ts'
import { Reading } from '../results.ts'
import type { Store } from '../store.ts'
import { withIdFirst } from '../update.ts'
import { type Doc, decodeTyped, encode, isDoc, promote } from '../values.ts'
import { checkName } from './fields.ts'
import { insertComputed } from './inserting.ts'
import type { Output } from './outputs.ts'

/** What becomes of a stored document that a new one meets; nothing: it stays as it is. */
type Matched = (stored: Doc, given: Doc) => Doc | undefined

interface Merge {
  store: Store
  collection: Collection
  on: string[]
  matched: Matched
  notMatched: unknown
}

/** `$merge`: each document is joined with the one that a collection has of the same `on` fields, or added. All or none. */
export function compileMerge(store: Store, own: string, spec: unknown): Output {
  const {
    into,
    on,
    whenMatched,
    whenNotMatched,
    let: variables,
    ...rest
  } = isDoc(spec) ? spec : { into: spec }
  only('$merge', rest)
  const { db = own, coll } = isDoc(into) ? into : { coll: into }
  if (typeof db !== 'string' || typeof coll !== 'string')
    throw new StoreError('Location51178', "$merge 'into' must name a collection")
  checkName(db, coll)
  const fields = fieldsOf(on)
  const known = store.catalog.find(db, coll)
  if (!isUnique(known, fields))
    throw new StoreError(
      'Location51183',
      'Cannot find index to verify that join fields will be unique',
    )
  const matched = matchedOf(whenMatched ?? 'merge', variables)
  const notMatched = notMatchedOf(whenNotMatched)
  return documents => {
    const ready = fields.includes('_id') ? Array.from(documents, withId) : [...documents]
    const collection = store.catalog.ensure(db, coll)
    const merge = { store, collection, on: fields, matched, notMatched }
    store.storage.transact(() => {
      for (const document of ready) mergeOne(merge, document)
    })
  }
}

function mergeOne(merge: Merge, given: Doc): void {
  const { store, collection, on, matched, notMatched } = merge
  const filter = Object.fromEntries(on.map(path => [path, { $eq: joined(given, path) }]))
  const found = new Reading(store, collection, { filter, limit: 1 }).found()
  if (!found) {
    if (notMatched === 'fail')
      throw new StoreError(
        'Location13113',
        '$merge could not find a matching document in the target collection for at least one document in the source collection',
      )
    if (notMatched === 'insert') insertComputed(store, collection, given)
    return
  }
  const stored = decodeTyped(found.bytes)
  const next = matched(stored, given)
  if (!next) return
  if (next._id !== undefined && !equalValues(next._id, stored._id))
    throw new StoreError(
      'ImmutableField',
      "$merge failed to update the matching document, did you attempt to modify the _id or the shard key? :: caused by :: the (immutable) field '_id' was found to have been altered",
    )
  const bytes = encode(withIdFirst({ ...next, _id: stored._id }))
  if (!bytes.equals(found.bytes))
    putDocument(store.catalog, collection, { idKey: found.idKey, bytes }, found.bytes)
}

/** A field to join by: it must be there, and no array. */
function joined(document: Doc, path: string): unknown {
  const value = getAt(document, path)
  if (value !== undefined && value !== null && !Array.isArray(value)) return promote(value)
  throw new StoreError(
    'Location51132',
    `$merge write error: 'on' field '${path}' cannot be missing, null, undefined or an array`,
  )
}

function withId(document: Doc): Doc {
  return document._id === undefined ? { _id: new ObjectId(), ...document } : document
}

function fieldsOf(on: unknown): string[] {
  const list = on === undefined ? ['_id'] : Array.isArray(on) ? on : [on]
  if (list.length > 0 && list.every(each => typeof each === 'string')) return list
  throw new StoreError('Location51186', "$merge 'on' must be a field or an array of fields")
}

function isUnique(collection: Collection | undefined, fields: string[]): boolean {
  const same = (paths: string[]) => [...paths].sort().join() === [...fields].sort().join()
  if (same(['_id'])) return true
  return (collection?.indexes ?? []).some(
    ({ unique, partial, sparse, fields: paths }) =>
      unique && !partial && !sparse && same(paths.map(([path]) => path)),
  )
}

function notMatchedOf(given: unknown = 'insert'): unknown {
  if (['insert', 'discard', 'fail'].includes(String(given))) return given
  throw new StoreError(
    'BadValue',
    `Enumeration value '${String(given)}' for field '$merge.whenNotMatched' is not a valid value.`,
  )
}

function matchedOf(given: unknown, variables: unknown): Matched {
  if (Array.isArray(given)) return byPipeline(stagesOf(given), variables)
  if (variables !== undefined)
    throw new StoreError(
      'Location51199',
      "Cannot use 'let' variables with 'whenMatched' other than a pipeline",
    )
  if (given === 'replace') return (_stored, document) => document
  if (given === 'merge') return (stored, document) => ({ ...stored, ...document })
  if (given === 'keepExisting') return () => undefined
  if (given === 'fail')
    return () => {
      throw new StoreError('DuplicateKey', '$merge: a document with the same fields is there')
    }
  throw new StoreError(
    'BadValue',
    `Enumeration value '${String(given)}' for field '$merge.whenMatched' is not a valid value.`,
  )
}

const CHANGING = '$addFields $set $project $unset $replaceRoot $replaceWith'.split(' ')

/** A pipeline over the stored document; `$$new` is the one that is merged. */
function byPipeline(stages: Doc[], variables: unknown): Matched {
  const wrong = stages.flatMap(Object.keys).find(name => !CHANGING.includes(name))
  if (wrong !== undefined)
    throw new StoreError('InvalidOptions', `${wrong} is not allowed to be used within an update`)
  const given = isDoc(variables) ? variables : { new: '$$ROOT' }
  const values = compileExpression(given)
  const names = Object.keys(given)
  compilePipeline(bound(stages, {}, names))
  return (stored, document) => {
    const pipeline = bound(stages, values({ root: document, variables: {} }), names)
    return [...compilePipeline(pipeline)([stored])][0]
  }
}
