import { Long } from 'bson'
import { StoreError } from '../errors.ts'
import { encodeKey } from '../keys.ts'
import { countMatches, type Query, Reading, results } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionName, collectionOf, type Store } from '../store.ts'
import type { Steps } from '../turns.ts'
import { type Doc, decodeTyped, isLong, isNumeric, toNumber, valuesAt } from '../values.ts'
import type { Request } from '../wire.ts'
import {
  allow,
  countArgument,
  documentArgument,
  filterArgument,
  missing,
  wrongType,
} from './fields.ts'

export function* find(store: Store, request: Request): Steps<Buffer> {
  const { body } = request
  refuseTailable(body, `${request.db}.${collectionName(request)}`)
  allow(request, 'filter sort projection hint skip limit batchSize singleBatch')
  const query = findQuery(body)
  const batchSize = countArgument(body.batchSize, 'batchSize')
  const single = body.singleBatch === true
  const found = results(store, collectionOf(store, request), query)
  return yield* store.cursors.first(found, `${request.db}.${collectionName(request)}`, {
    single,
    ...(batchSize !== undefined && { batchSize }),
  })
}

/** No collection here is capped, and only of such does a cursor wait for more. */
function refuseTailable({ tailable, awaitData }: Doc, namespace: string): void {
  if (awaitData === true && tailable !== true)
    throw new StoreError('FailedToParse', "Cannot set 'awaitData' without also setting 'tailable'")
  if (tailable === true)
    throw new StoreError(
      'BadValue',
      `error processing query: ns=${namespace}: tailable cursor requested on non capped collection`,
    )
}

/** The arguments that `find` and its `explain` share. */
export function findQuery(body: Doc): Query {
  return {
    filter: filterArgument(body.filter, 'filter'),
    sort: sortSpec(body.sort),
    skip: countArgument(body.skip, 'skip') ?? 0,
    limit: countArgument(body.limit, 'limit') ?? 0,
    hint: body.hint,
    projection: documentArgument(body.projection, 'projection'),
  }
}

export function* getMore(store: Store, request: Request): Steps<Buffer> {
  allow(request, 'collection batchSize')
  const { getMore: id, collection, batchSize } = request.body
  if (collection === undefined) throw missing('getMore.collection')
  return yield* store.cursors.next(
    cursorId(id),
    `${request.db}.${String(collection)}`,
    countArgument(batchSize, 'batchSize'),
  )
}

export function killCursors(store: Store, request: Request): Doc {
  allow(request, 'cursors')
  if (!Array.isArray(request.body.cursors)) throw missing('killCursors.cursors')
  const ids = request.body.cursors.map(cursorId)
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

export function* count(store: Store, request: Request): Steps<Doc> {
  allow(request, 'query limit skip hint fields')
  const { body } = request
  const collection = collectionOf(store, request)
  if (body.limit !== undefined && !isNumeric(body.limit))
    throw wrongType('count.limit', body.limit, '[long, int, decimal, double]')
  const query = {
    filter: filterArgument(body.query, 'query'),
    skip: countArgument(body.skip, 'skip') ?? 0,
    limit: Math.abs(toNumber(body.limit ?? 0)),
    hint: body.hint,
  }
  return { n: collection ? yield* countMatches(store, collection, query) : 0, ok: 1 }
}

export function* distinct(store: Store, request: Request): Steps<Doc> {
  allow(request, 'key query hint')
  const { key, query, hint } = request.body
  if (key === undefined) throw missing('distinct.key')
  if (typeof key !== 'string') throw wrongType('distinct.key', key, 'string')
  const collection = collectionOf(store, request)
  const filter = filterArgument(query, 'query')
  const found = collection ? yield* new Reading(store, collection, { filter, hint }).gather() : []
  const values = new Map<string, unknown>()
  for (const { bytes } of found) {
    for (const value of valuesAt(decodeTyped(bytes), key).flat()) {
      const same = encodeKey([value]).toString('latin1')
      if (value !== undefined && !values.has(same)) values.set(same, value)
    }
    yield
  }
  return { values: [...values.values()], ok: 1 }
}

function cursorId(value: unknown): bigint {
  if (isLong(value)) return value.toBigInt()
  if (typeof value === 'number') return BigInt(value)
  throw wrongType('getMore.getMore', value, 'long')
}
