import type { Collection } from '../catalog.ts'
import { duplicateKey, putDocument, removeDocument } from '../entries.ts'
import { asStoreError, StoreError } from '../errors.ts'
import { encodeKey } from '../keys.ts'
import { compileProjection } from '../projection.ts'
import { Reading } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionName, collectionOf, type Store } from '../store.ts'
import { applyUpdate, isReplacement, upsertDocument, withIdFirst } from '../update.ts'
import { type Doc, decode, decodeTyped, encode, isDoc } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, allowOnly, documentArgument } from './fields.ts'

/** Makes the collection of a write that may insert: before the write's transaction, since a new tree needs its own. */
export function makeCollection(store: Store, request: Request): void {
  if (request.name === 'insert' || mayUpsert(request))
    store.catalog.ensure(request.db, collectionName(request))
}

export function insert(store: Store, request: Request): Doc {
  allow(request, 'documents ordered')
  const collection = store.catalog.find(request.db, collectionName(request))
  if (!collection) throw new StoreError('NamespaceNotFound', 'the collection went away')
  let n = 0
  const errors = inTurn(request, request.documents('documents'), bytes => {
    insertBytes(store, collection, bytes)
    n++
  })
  return { n, ...errors, ok: 1 }
}

export function update(store: Store, request: Request): Doc {
  allow(request, 'updates ordered')
  const collection = collectionOf(store, request)
  const upserted: Doc[] = []
  let [n, nModified] = [0, 0]
  const errors = inTurn(request, request.documents('updates'), (bytes, index) => {
    const outcome = updateOne(store, collection, parseUpdate(bytes))
    n += outcome.matched
    nModified += outcome.modified
    if (outcome.upserted) upserted.push({ index, _id: outcome.upserted._id })
    if (outcome.upserted) n++
  })
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...errors, ok: 1 }
}

export function remove(store: Store, request: Request): Doc {
  allow(request, 'deletes ordered')
  const collection = collectionOf(store, request)
  let n = 0
  const errors = inTurn(request, request.documents('deletes'), bytes => {
    const { q, limit, hint, ...rest } = decode(bytes)
    allowOnly(rest, 'delete.deletes', '')
    if (!collection) return
    const found = new Reading(store, collection, {
      filter: documentArgument(q, 'q'),
      limit: Number(limit ?? 0),
      hint,
    }).all()
    for (const { idKey, bytes } of found) removeDocument(collection, idKey, bytes)
    n += found.length
  })
  return { n, ...errors, ok: 1 }
}

export function findAndModify(store: Store, request: Request): Doc {
  allow(request, 'query sort remove update new fields upsert arrayFilters hint')
  const { body } = request
  const typed = request.typedBody()
  const collection = collectionOf(store, request)
  const filter = documentArgument(body.query, 'query')
  const project = compileProjection(body.fields, filter) ?? ((document: Doc) => document)
  const shown = (bytes: Buffer | undefined) => (bytes ? project(decodeTyped(bytes)) : null)
  const query = { filter, sort: sortSpec(body.sort), limit: 1, hint: body.hint }
  const found = collection && new Reading(store, collection, query).found()
  if (body.remove === true) {
    if (found && collection) removeDocument(collection, found.idKey, found.bytes)
    return { lastErrorObject: { n: found ? 1 : 0 }, value: shown(found?.bytes), ok: 1 }
  }
  if (typed.update === undefined)
    throw new StoreError('FailedToParse', 'Either an update or remove=true must be specified')
  const arrayFilters = documentsOf(typed.arrayFilters)
  if (found && collection) {
    const after = change(store, collection, found, typed.update, { filter, arrayFilters })
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      value: shown(body.new === true ? after : found.bytes),
      ok: 1,
    }
  }
  if (body.upsert !== true || !collection)
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 }
  const made = insertUpsert(
    store,
    collection,
    documentArgument(typed.query, 'query'),
    typed.update,
    arrayFilters,
  )
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made.document._id }
  return { lastErrorObject, value: body.new === true ? shown(made.bytes) : null, ok: 1 }
}

interface Update {
  filter: Doc
  typedFilter: Doc
  change: unknown
  multi: boolean
  upsert: boolean
  arrayFilters: Doc[]
  hint: unknown
  sort: unknown
}

function parseUpdate(bytes: Buffer): Update {
  const plain = decode(bytes)
  const typed = decodeTyped(bytes)
  allowOnly(plain, 'update.updates', 'q u multi upsert arrayFilters hint sort')
  if (plain.multi === true && isReplacement(plain.u) && isDoc(plain.u)) {
    throw new StoreError(
      'FailedToParse',
      'multi update is not supported for replacement-style update',
    )
  }
  return {
    filter: documentArgument(plain.q, 'q'),
    typedFilter: documentArgument(typed.q, 'q'),
    change: typed.u,
    multi: plain.multi === true,
    upsert: plain.upsert === true,
    arrayFilters: documentsOf(typed.arrayFilters),
    hint: plain.hint,
    sort: plain.sort,
  }
}

/** Finds first, then changes: an update must not meet again a document that it moved within the index it reads. */
function updateOne(store: Store, collection: Collection | undefined, update: Update) {
  const query = {
    filter: update.filter,
    limit: update.multi ? 0 : 1,
    hint: update.hint,
    sort: sortSpec(update.sort),
  }
  const found = collection ? new Reading(store, collection, query).all() : []
  let modified = 0
  if (collection) {
    for (const each of found)
      if (!change(store, collection, each, update.change, update).equals(each.bytes)) modified++
    if (found.length === 0 && update.upsert) {
      const { document } = insertUpsert(
        store,
        collection,
        update.typedFilter,
        update.change,
        update.arrayFilters,
      )
      return { matched: 0, modified: 0, upserted: document }
    }
  }
  return { matched: found.length, modified, upserted: undefined }
}

/** Updates one stored document; gives its bytes afterwards, the same ones if nothing changed. */
function change(
  store: Store,
  collection: Collection,
  found: { idKey: Buffer; bytes: Buffer },
  update: unknown,
  context: { filter: Doc; arrayFilters: Doc[] },
): Buffer {
  const next = encode(
    applyUpdate(decodeTyped(found.bytes), update, { ...context, inserting: false }),
  )
  if (next.equals(found.bytes)) return found.bytes
  putDocument(store.catalog, collection, found.idKey, next, found.bytes)
  return next
}

function insertUpsert(
  store: Store,
  collection: Collection,
  filter: Doc,
  update: unknown,
  arrayFilters: Doc[],
) {
  const document = upsertDocument(filter, update, arrayFilters)
  const bytes = encode(document)
  insertDocument(store, collection, document._id, bytes)
  return { document, bytes }
}

function insertBytes(store: Store, collection: Collection, given: Buffer): void {
  const document = decode(given)
  const whole = Object.keys(document)[0] === '_id'
  const { _id, bytes } = whole ? { _id: document._id, bytes: Buffer.from(given) } : completed(given)
  insertDocument(store, collection, _id, bytes)
}

function completed(given: Buffer): { _id: unknown; bytes: Buffer } {
  const document = withIdFirst(decodeTyped(given))
  return { _id: document._id, bytes: encode(document) }
}

function insertDocument(store: Store, collection: Collection, id: unknown, bytes: Buffer): void {
  if (Array.isArray(id) || id instanceof RegExp || id === undefined) {
    throw new StoreError('BadValue', "The '_id' value cannot be of type array, regex or undefined")
  }
  const idKey = encodeKey([id])
  const [primary] = collection.indexes
  if (primary && collection.documents.doesExist(idKey))
    throw duplicateKey(collection, primary, [id])
  putDocument(store.catalog, collection, idKey, bytes)
}

/** Runs each statement of a bulk; its errors are collected, and an ordered bulk (the default) stops at the first. */
function inTurn(
  request: Request,
  statements: Buffer[],
  run: (statement: Buffer, index: number) => void,
): Doc {
  const writeErrors: Doc[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index)
    } catch (thrown) {
      const error = asStoreError(thrown)
      if (error.codeName === 'InternalError') throw thrown
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra })
      if (request.body.ordered !== false) break
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {}
}

function mayUpsert(request: Request): boolean {
  if (request.name === 'findAndModify' || request.name === 'findandmodify')
    return request.body.upsert === true
  return (
    request.name === 'update' &&
    request.documents('updates').some(bytes => decode(bytes).upsert === true)
  )
}

function documentsOf(value: unknown): Doc[] {
  return Array.isArray(value) ? value.filter(isDoc) : []
}
