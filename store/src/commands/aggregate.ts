import type { Collection } from '../catalog.ts'
import { cursorOver, type Results } from '../cursors.ts'
import { StoreError } from '../errors.ts'
import { stagesOf } from '../pipeline/arguments.ts'
import { compilePipeline } from '../pipeline/compile.ts'
import { wholeNumber } from '../pipeline/stages.ts'
import { countMatches, type Query, Reading, results } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionOf, type Store } from '../store.ts'
import type { Steps } from '../turns.ts'
import { type Doc, decodeTyped, encode, isDoc, isNumeric, promote, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow, allowOnly, countArgument } from './fields.ts'

/** Leading `$match`, `$sort`, `$skip` and `$limit` become a planned read; what is left goes through the documents that it gives. */
export function* aggregate(store: Store, request: Request): Steps<Buffer> {
  allow(request, 'pipeline cursor hint')
  const { cursor, hint } = request.body
  const pipeline = pipelineOf(request.typedBody().pipeline)
  const collection = sourceOf(store, request)
  const batchSize = batchSizeOf(cursor)
  // All of it is checked before anything is read, the stages that become a read too.
  compilePipeline(pipeline)
  const { query, rest } = leadingRead(pipeline)
  const found = yield* run(store, collection, { ...query, hint }, rest)
  const namespace = `${request.db}.${String(request.body.aggregate)}`
  return yield* store.cursors.first(found, namespace, batchSize === undefined ? {} : { batchSize })
}

/** The read that a pipeline begins with, and the stages after it. */
export function leadingRead(pipeline: Doc[]): { query: Query; rest: Doc[] } {
  const query: Query = { filter: {} }
  const matches: Doc[] = []
  let at = 0
  for (const stage of pipeline) {
    const { $match, $sort, $skip, $limit } = stage
    if (isDoc($match) && !query.sort && !query.skip && !query.limit) matches.push($match)
    else if ($sort !== undefined && !query.sort && !query.skip && !query.limit)
      query.sort = sortSpec($sort, '$sort')
    else if ($skip !== undefined && !query.skip && !query.limit)
      query.skip = wholeNumber('$skip', $skip)
    else if ($limit !== undefined && !query.limit && toNumber($limit) > 0)
      query.limit = wholeNumber('$limit', $limit)
    else break
    at++
  }
  query.filter = plainFilter(matches.length > 1 ? { $and: matches } : (matches[0] ?? {}))
  return { query, rest: pipeline.slice(at) }
}

/** The stages of a pipeline argument. */
export function pipelineOf(value: unknown): Doc[] {
  return stagesOf(value)
}

function plainFilter(filter: Doc): Doc {
  const plain = promote(filter)
  return isDoc(plain) ? plain : {}
}

function batchSizeOf(cursor: unknown): number | undefined {
  if (!isDoc(cursor))
    throw new StoreError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  allowOnly(cursor, 'aggregate.cursor', 'batchSize')
  return countArgument(cursor.batchSize, 'batchSize')
}

function* run(
  store: Store,
  collection: Collection | undefined,
  query: Query,
  rest: Doc[],
): Steps<Results> {
  if (rest.length === 0) return results(store, collection, query)
  const counted = collection && countOnly(rest)
  if (counted && !query.sort) {
    const n = yield* countMatches(store, collection, query)
    return cursorOver(n > 0 ? [encode(counted(n))] : [])
  }
  const documents = collection ? decoded(new Reading(store, collection, query)) : []
  return cursorOver([...compilePipeline(rest)(documents)].map(encode))
}

function* decoded(reading: Reading): Generator<Doc> {
  for (let found = reading.found(); found; found = reading.found()) yield decodeTyped(found.bytes)
}

/** `{ $group: { _id: constant, n: { $sum: 1 } } }`, which is how drivers count, and `$count`: no document needs to be read. */
function countOnly([stage, ...more]: Doc[]): ((n: number) => Doc) | undefined {
  if (!stage || more.length > 0) return undefined
  if (typeof stage.$count === 'string') return n => ({ [String(stage.$count)]: n })
  const [id, sum, ...others] = isDoc(stage.$group) ? Object.entries(stage.$group) : []
  if (id?.[0] !== '_id' || !sum || others.length > 0 || !(id[1] === null || isNumeric(id[1])))
    return undefined
  if (!isDoc(sum[1]) || promote(sum[1].$sum) !== 1) return undefined
  return n => ({ _id: id[1], [sum[0]]: n })
}

function sourceOf(store: Store, request: Request): Collection | undefined {
  if (typeof request.body.aggregate === 'string') return collectionOf(store, request)
  throw new StoreError(
    'NotImplemented',
    'an aggregation over a whole database is not supported by this store',
  )
}
