import type { Collection } from '../catalog.ts'
import { putDocument, removeDocument } from '../entries.ts'
import { asStoreError, StoreError } from '../errors.ts'
import { compileProjection } from '../projection.ts'
import { type Query, Reading } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionName, collectionOf, type Store } from '../store.ts'
import { compileUpdate, isReplacement, type Update, upsertDocument } from '../update.ts'
import { type Doc, decode, decodeTyped, encode, isDoc, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'
import {
  allow,
  allowOnly,
  checkName,
  documentArgument,
  filterArgument,
  missing,
  wrongType,
} from './fields.ts'
import { insertBytes, insertDocument } from './inserting.ts'

/** Makes the collection of a write that may insert: before the write's transaction, since a new tree needs its own. */
export function makeCollection(store: Store, request: Request): void {
  if (request.name !== 'insert' && !mayUpsert(request)) return
  checkName(request.db, collectionName(request))
  store.catalog.ensure(request.db, collectionName(request))
}

export function insert(store: Store, request: Request): Doc {
  allow(request, 'documents ordered')
  const collection = store.catalog.find(request.db, collectionName(request))
  if (!collection) throw new StoreError('NamespaceNotFound', 'the collection went away')
  let n = 0
  const errors = inTurn(request, statements(request, 'documents'), bytes => {
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
  const errors = inTurn(request, statements(request, 'updates').map(readUpdate), (given, index) => {
    const outcome = updateOne(store, collection, parseUpdate(given))
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
  const errors = inTurn(request, statements(request, 'deletes').map(readDelete), given => {
    const query = parseDelete(given)
    if (!collection) return
    const found = new Reading(store, collection, query).all()
    for (const { idKey, bytes } of found) removeDocument(collection, idKey, bytes)
    n += found.length
  })
  return { n, ...errors, ok: 1 }
}

/** A statement's shape: what is wrong with it is wrong with the whole command. */
function readDelete(bytes: Buffer): Doc {
  const plain = decode(bytes)
  allowOnly(plain, 'delete.deletes', 'q limit hint')
  if (plain.q === undefined) throw missing('delete.deletes.q')
  if (plain.limit === undefined) throw missing('delete.deletes.limit')
  if (toNumber(plain.limit) !== 0 && toNumber(plain.limit) !== 1)
    throw new StoreError(
      'FailedToParse',
      `The limit field in delete objects must be 0 or 1. Got ${String(plain.limit)}`,
    )
  return plain
}

function parseDelete({ q, limit, hint }: Doc): Query {
  return { filter: filterArgument(q, 'delete.deletes.q'), limit: toNumber(limit), hint }
}

export function findAndModify(store: Store, request: Request): Doc {
  allow(request, 'query sort remove update new fields upsert arrayFilters hint')
  const { body } = request
  const typed = request.typedBody()
  refuseMixture(body)
  const collection = collectionOf(store, request)
  const filter = filterArgument(body.query, 'query')
  const project = compileProjection(documentArgument(body.fields, 'fields'), filter)
  const shown = (bytes: Buffer | undefined) =>
    bytes ? (project?.(decodeTyped(bytes)) ?? decodeTyped(bytes)) : null
  const query = { filter, sort: sortSpec(body.sort), limit: 1, hint: body.hint }
  const arrayFilters = filtersOf(typed.arrayFilters)
  const change = body.remove === true ? undefined : compileUpdate(typed.update, arrayFilters)
  const found = collection && new Reading(store, collection, query).found()
  if (!change) {
    if (found && collection) removeDocument(collection, found.idKey, found.bytes)
    return { lastErrorObject: { n: found ? 1 : 0 }, value: shown(found?.bytes), ok: 1 }
  }
  if (found && collection) {
    const after = changed(store, collection, found, change, filter)
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      value: shown(body.new === true ? after : found.bytes),
      ok: 1,
    }
  }
  if (body.upsert !== true || !collection)
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 }
  const typedFilter = documentArgument(typed.query, 'query')
  const made = insertUpsert(store, collection, typedFilter, typed.update, arrayFilters)
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made.document._id }
  return { lastErrorObject, value: body.new === true ? shown(made.bytes) : null, ok: 1 }
}

function refuseMixture({ remove, update, upsert, new: after, arrayFilters }: Doc): void {
  const problem =
    remove !== true
      ? update === undefined && 'Either an update or remove=true must be specified'
      : update !== undefined
        ? 'Cannot specify both an update and remove=true'
        : upsert === true
          ? 'Cannot specify both upsert=true and remove=true '
          : after === true
            ? "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document"
            : arrayFilters !== undefined && 'Cannot specify arrayFilters and remove=true'
  if (problem) throw new StoreError('FailedToParse', problem)
}

interface Statement {
  filter: Doc
  typedFilter: Doc
  update: unknown
  change: Update
  multi: boolean
  upsert: boolean
  arrayFilters: Doc[]
  hint: unknown
}

/** A statement's shape: what is wrong with it is wrong with the whole command. */
function readUpdate(bytes: Buffer): { plain: Doc; typed: Doc } {
  const plain = decode(bytes)
  allowOnly(plain, 'update.updates', 'q u multi upsert arrayFilters hint', 'c')
  if (plain.q === undefined) throw missing('update.updates.q')
  if (plain.u === undefined) throw missing('update.updates.u')
  return { plain, typed: decodeTyped(bytes) }
}

function parseUpdate({ plain, typed }: { plain: Doc; typed: Doc }): Statement {
  if (plain.multi === true && isReplacement(plain.u))
    throw new StoreError(
      'FailedToParse',
      'multi update is not supported for replacement-style update',
    )
  const filter = filterArgument(plain.q, 'update.updates.q')
  const arrayFilters = filtersOf(typed.arrayFilters)
  return {
    filter,
    typedFilter: documentArgument(typed.q, 'q'),
    update: typed.u,
    change: compileUpdate(typed.u, arrayFilters),
    multi: plain.multi === true,
    upsert: plain.upsert === true,
    arrayFilters,
    hint: plain.hint,
  }
}

/** Finds first, then changes: an update must not meet again a document that it moved within the index it reads. */
function updateOne(store: Store, collection: Collection | undefined, statement: Statement) {
  const { filter, hint, multi, change } = statement
  const query = { filter, hint, limit: multi ? 0 : 1 }
  const found = collection ? new Reading(store, collection, query).all() : []
  if (collection && found.length === 0 && statement.upsert) {
    const { typedFilter, update, arrayFilters } = statement
    const { document } = insertUpsert(store, collection, typedFilter, update, arrayFilters)
    return { matched: 0, modified: 0, upserted: document }
  }
  let modified = 0
  if (collection)
    for (const each of found)
      if (!changed(store, collection, each, change, filter).equals(each.bytes)) modified++
  return { matched: found.length, modified, upserted: undefined }
}

/** Updates one stored document; gives its bytes afterwards, the same ones if nothing changed. */
function changed(
  store: Store,
  collection: Collection,
  found: { idKey: Buffer; bytes: Buffer },
  change: Update,
  filter: Doc,
): Buffer {
  const next = encode(change(decodeTyped(found.bytes), filter, false))
  if (next.equals(found.bytes)) return found.bytes
  putDocument(store.catalog, collection, { idKey: found.idKey, bytes: next }, found.bytes)
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

/** After these what a statement has written so far may be in pieces: its whole transaction must be undone. */
const FATAL = ['InternalError', 'OutOfDiskSpace']

/** Runs each statement of a bulk; its errors are collected, and an ordered bulk (the default) stops at the first. */
function inTurn<T>(
  request: Request,
  statements: readonly T[],
  run: (statement: T, index: number) => void,
): Doc {
  const writeErrors: Doc[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index)
    } catch (thrown) {
      const error = asStoreError(thrown)
      if (FATAL.includes(error.codeName)) throw thrown
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

/** The statements of a write command: at least one. */
function statements(request: Request, field: string): Buffer[] {
  const found = request.documents(field)
  if (found.length > 0) return found
  throw new StoreError(
    'InvalidLength',
    'Write batch sizes must be between 1 and 100000. Got 0 operations.',
  )
}

function filtersOf(value: unknown): Doc[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every(isDoc)) return value
  throw wrongType('arrayFilters', value, 'array')
}
