import { Long } from 'bson'
import { StoreError } from '../errors.ts'
import { encodeKey } from '../keys.ts'
import { count as countArgument, countMatches, type Query, Reading, results } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionName, collectionOf, type Store } from '../store.ts'
import { type Doc, decode, isLong, valuesAt } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, documentArgument } from './fields.ts'

export function find(store: Store, request: Request): Buffer {
  allow(request, 'filter sort projection hint skip limit batchSize singleBatch')
  const query = findQuery(request.body)
  const batchSize = countArgument(request.body.batchSize, 'batchSize')
  const single = request.body.singleBatch === true
  const found = results(store, collectionOf(store, request), query)
  return store.cursors.first(found, `${request.db}.${collectionName(request)}`, {
    single,
    ...(batchSize !== undefined && { batchSize }),
  })
}

/** The arguments that `find` and its `explain` share. */
export function findQuery(body: Doc): Query {
  return {
    filter: documentArgument(body.filter, 'filter'),
    sort: sortSpec(body.sort),
    skip: countArgument(body.skip, 'skip') ?? 0,
    limit: countArgument(body.limit, 'limit') ?? 0,
    hint: body.hint,
    projection: body.projection,
  }
}

export function getMore(store: Store, request: Request): Buffer {
  allow(request, 'collection batchSize')
  const { getMore: id, collection, batchSize } = request.body
  return store.cursors.next(
    cursorId(id),
    `${request.db}.${String(collection)}`,
    countArgument(batchSize, 'batchSize'),
  )
}

export function killCursors(store: Store, request: Request): Doc {
  allow(request, 'cursors')
  const ids = Array.isArray(request.body.cursors) ? request.body.cursors.map(cursorId) : []
  const killed = ids.map(id => ({ id: Long.fromBigInt(id), killed: store.cursors.kill(id) }))
  const pick = (wanted: boolean) =>
    killed.filter(each => each.killed === wanted).map(each => each.id)
  return {
    cursorsKilled: pick(true),
    cursorsNotFound: pick(false),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  }
}

export function count(store: Store, request: Request): Doc {
  allow(request, 'query limit skip hint fields')
  const { body } = request
  const collection = collectionOf(store, request)
  const query = {
    filter: documentArgument(body.query, 'query'),
    skip: countArgument(body.skip, 'skip') ?? 0,
    limit: Math.abs(Number(body.limit ?? 0)),
    hint: body.hint,
  }
  return { n: collection ? countMatches(store, collection, query) : 0, ok: 1 }
}

export function distinct(store: Store, request: Request): Doc {
  allow(request, 'key query hint')
  const { key, query, hint } = request.body
  if (typeof key !== 'string')
    throw new StoreError('TypeMismatch', "BSON field 'distinct.key' must be a string")
  const collection = collectionOf(store, request)
  const filter = documentArgument(query, 'query')
  const found = collection ? new Reading(store, collection, { filter, hint }).all() : []
  const values = new Map<string, unknown>()
  for (const { bytes } of found) {
    for (const value of valuesAt(decode(bytes), key).flat()) {
      if (value !== undefined) values.set(encodeKey([value]).toString('latin1'), value)
    }
  }
  return { values: [...values.values()], ok: 1 }
}

function cursorId(value: unknown): bigint {
  if (isLong(value)) return value.toBigInt()
  if (typeof value === 'number') return BigInt(value)
  throw new StoreError('TypeMismatch', 'a cursor id must be a long')
}
