import type { Collection } from '../catalog.ts'
import { cursorOver, type Results } from '../cursors.ts'
import { StoreError } from '../errors.ts'
import { prepare } from '../matching.ts'
import { runStages } from '../pipeline.ts'
import { count, countMatches, type Query, Reading, results } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import { collectionOf, type Store } from '../store.ts'
import { type Doc, decode, encode, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'
import { allow } from './fields.ts'

const STAGES = new Set(
  (
    '$addFields $bucket $bucketAuto $count $densify $facet $fill $graphLookup $group $limit $lookup $match $project $redact ' +
    '$replaceRoot $replaceWith $sample $set $setWindowFields $skip $sort $sortByCount $unionWith $unset $unwind'
  ).split(' '),
)

/**
 * Leading `$match`, `$sort`, `$skip` and `$limit` become a planned read; what is left runs in mingo over decoded documents, so the
 * numbers that it computes or passes on lose their BSON type (a whole number is an Int32, or a Double when large).
 */
export function aggregate(store: Store, request: Request): Buffer {
  allow(request, 'pipeline cursor hint batchSize')
  const { cursor, hint } = request.body
  const batchSize = isDoc(cursor) ? count(cursor.batchSize, 'batchSize') : undefined
  const collection = sourceOf(store, request)
  const { query, rest } = leadingRead(pipelineOf(request.body.pipeline))
  const found = run(store, request.db, collection, { ...query, hint }, rest)
  const namespace = `${request.db}.${String(request.body.aggregate)}`
  return store.cursors.first(found, namespace, batchSize === undefined ? {} : { batchSize })
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
      query.sort = sortSpec($sort)
    else if ($skip !== undefined && !query.skip && !query.limit)
      query.skip = count($skip, '$skip') ?? 0
    else if ($limit !== undefined && !query.limit && toNumber($limit) > 0)
      query.limit = count($limit, '$limit') ?? 0
    else break
    at++
  }
  query.filter = matches.length > 1 ? { $and: matches } : (matches[0] ?? {})
  return { query, rest: pipeline.slice(at) }
}

/** The stages of a pipeline argument; unknown ones are refused by name as MongoDB does. */
export function pipelineOf(value: unknown): Doc[] {
  if (!Array.isArray(value) || !value.every(isDoc))
    throw new StoreError('TypeMismatch', "'pipeline' must be an array of documents")
  value.forEach(checkStage)
  return value
}

function checkStage(stage: Doc): void {
  const [name, ...more] = Object.keys(stage)
  if (name === undefined || more.length > 0)
    throw new StoreError(
      'Location40324',
      'A pipeline stage specification object must contain exactly one field.',
    )
  if (name === '$changeStream')
    throw new StoreError(
      'Location40573',
      'The $changeStream stage is only supported on replica sets',
    )
  if (name === '$out' || name === '$merge')
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  if (!STAGES.has(name))
    throw new StoreError('Location40324', `Unrecognized pipeline stage name: '${name}'`)
  const spec = stage[name]
  if (name === '$limit' && !(isNumeric(spec) && toNumber(spec) > 0))
    throw new StoreError('BadValue', 'the limit must be positive')
  if (isDoc(spec) && name === '$facet') Object.values(spec).forEach(pipelineOf)
  if (isDoc(spec) && spec.pipeline !== undefined) pipelineOf(spec.pipeline)
}

function run(
  store: Store,
  db: string,
  collection: Collection | undefined,
  query: Query,
  rest: Doc[],
): Results {
  if (rest.length === 0) return results(store, collection, query)
  const counted = collection && countOnly(rest)
  if (counted && !query.sort) {
    const n = countMatches(store, collection, query)
    return cursorOver(n > 0 ? [encode(counted(n))] : [])
  }
  const documents = collection ? decoded(new Reading(store, collection, query)) : []
  const out = runStages(
    documents,
    rest.map(stage => bind(store, db, stage)),
  )
  return cursorOver(out.filter(isDoc).map(encode))
}

function* decoded(reading: Reading): Generator<Doc> {
  for (let found = reading.found(); found; found = reading.found()) yield decode(found.bytes)
}

/** `{ $group: { _id: constant, n: { $sum: 1 } } }`, which is how drivers count, and `$count`: no document needs to be read. */
function countOnly([stage, ...more]: Doc[]): ((n: number) => Doc) | undefined {
  if (!stage || more.length > 0) return undefined
  if (typeof stage.$count === 'string') return n => ({ [String(stage.$count)]: n })
  const [id, sum, ...others] = isDoc(stage.$group) ? Object.entries(stage.$group) : []
  if (id?.[0] !== '_id' || !sum || others.length > 0 || !(id[1] === null || isNumeric(id[1])))
    return undefined
  if (!isDoc(sum[1]) || sum[1].$sum !== 1) return undefined
  return n => ({ _id: id[1], [sum[0]]: n })
}

/** A stage with regular expressions that JavaScript knows, and with the documents of other collections within its reach. */
function bind(store: Store, db: string, stage: Doc): Doc {
  const [name = '', given] = Object.entries(stage)[0] ?? []
  const spec = prepare(given)
  const bindAll = (pipeline: unknown) =>
    Array.isArray(pipeline) ? pipeline.filter(isDoc).map(each => bind(store, db, each)) : pipeline
  if (name === '$unionWith' && typeof spec === 'string')
    return { $unionWith: { coll: everything(store, db, spec) } }
  if (!isDoc(spec)) return { [name]: spec }
  if (name === '$facet')
    return {
      $facet: Object.fromEntries(
        Object.entries(spec).map(([key, pipeline]) => [key, bindAll(pipeline)]),
      ),
    }
  if (name === '$lookup')
    return { $lookup: { ...spec, pipeline: bindAll(spec.pipeline), read: reader(store, db, spec) } }
  if (name === '$unionWith')
    return {
      $unionWith: {
        ...spec,
        coll: everything(store, db, spec.coll),
        pipeline: bindAll(spec.pipeline),
      },
    }
  if (name === '$graphLookup')
    return { $graphLookup: { ...spec, from: everything(store, db, spec.from) } }
  return { [name]: spec }
}

function reader(
  store: Store,
  db: string,
  { from, foreignField }: Doc,
): (values: unknown[] | undefined) => Doc[] {
  const collection = store.catalog.find(db, String(from))
  return values => {
    if (!collection || values?.length === 0) return []
    const filter =
      values && typeof foreignField === 'string' ? { [foreignField]: { $in: values } } : {}
    return [...decoded(new Reading(store, collection, { filter }))]
  }
}

function everything(store: Store, db: string, name: unknown): Doc[] {
  const collection = store.catalog.find(db, String(name))
  return collection ? [...decoded(new Reading(store, collection, { filter: {} }))] : []
}

function sourceOf(store: Store, request: Request): Collection | undefined {
  if (typeof request.body.aggregate === 'string') return collectionOf(store, request)
  pipelineOf(request.body.pipeline)
  throw new StoreError(
    'NotImplemented',
    'an aggregation over a whole database is not supported by this store',
  )
}
