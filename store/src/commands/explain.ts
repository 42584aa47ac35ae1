import { keyPattern } from '../catalog.ts'
import { StoreError } from '../errors.ts'
import { isCollectionScan } from '../planner.ts'
import type { Plan } from '../plans.ts'
import { type Query, Reading } from '../results.ts'
import { sortSpec } from '../sorting.ts'
import type { Store } from '../store.ts'
import type { Steps } from '../turns.ts'
import { type Doc, isDoc } from '../values.ts'
import type { Request } from '../wire.ts'
import { leadingRead, pipelineOf } from './aggregate.ts'
import { allow, documentArgument } from './fields.ts'
import { findQuery } from './read.ts'

/** Runs the read of a `find`, `count`, `distinct`, `aggregate`, `update`, `delete` or `findAndModify` and tells its plan and cost. */
export function* explain(store: Store, request: Request): Steps<Doc> {
  allow(request, 'verbosity')
  const inner = documentArgument(request.body.explain, 'explain')
  const [name = ''] = Object.keys(inner)
  const collection = store.catalog.find(request.db, String(inner[name]))
  const namespace = `${request.db}.${String(inner[name])}`
  if (!collection)
    return reply(namespace, { stage: 'EOF' }, { nReturned: 0, keys: 0, documents: 0 })
  const reading = new Reading(store, collection, queryOf(name, inner))
  const counts = name === 'count'
  const nReturned = counts
    ? yield* reading.count(Number.POSITIVE_INFINITY)
    : (yield* reading.gather()).length
  const stage = counts ? countStage(reading.plan) : stageOf(reading.plan, reading.sorts)
  return reply(namespace, stage, { nReturned, ...reading.scan.examined })
}

function queryOf(name: string, inner: Doc): Query {
  if (name === 'find') return findQuery(inner)
  if (name === 'aggregate')
    return { ...leadingRead(pipelineOf(inner.pipeline)).query, hint: inner.hint }
  if (name === 'count' || name === 'distinct')
    return { filter: documentArgument(inner.query, 'query'), hint: inner.hint }
  if (name === 'findAndModify')
    return { filter: documentArgument(inner.query, 'query'), sort: sortSpec(inner.sort), limit: 1 }
  const [first] = [inner.updates, inner.deletes].filter(Array.isArray).flat()
  if (isDoc(first)) return { filter: documentArgument(first.q, 'q'), hint: first.hint }
  throw new StoreError('NotImplemented', `explain of '${name}' is not supported by this store`)
}

/** A count that the index answers fetches nothing. */
function countStage(plan: Plan): Doc {
  return { stage: 'COUNT', inputStage: plan.filter ? stageOf(plan, false) : readStage(plan) }
}

function readStage(plan: Plan): Doc {
  if (!plan.union) return scanStage(plan)
  const inputStages = plan.union.map(part => scanStage(part))
  return { stage: plan.merge ? 'SORT_MERGE' : 'OR', inputStages }
}

function stageOf(plan: Plan, sorts: boolean): Doc {
  const read = readStage(plan)
  const fetched =
    read.stage === 'COLLSCAN'
      ? read
      : { stage: 'FETCH', ...(plan.residual && { filter: shown(plan.residual) }), inputStage: read }
  return sorts ? { stage: 'SORT', inputStage: fetched } : fetched
}

function scanStage(plan: Plan): Doc {
  const { index, reverse, ranges } = plan
  const direction = reverse ? 'backward' : 'forward'
  if (!index || isCollectionScan(plan)) return { stage: 'COLLSCAN', direction }
  return {
    stage: 'IXSCAN',
    indexName: index.name,
    keyPattern: keyPattern(index),
    isMultiKey: index.multikey.includes(true),
    isUnique: index.unique,
    direction,
    ranges: ranges.length,
  }
}

/** Regular expressions as text: a JavaScript one is not always a BSON one. */
function shown(filter: Doc): string {
  return JSON.stringify(filter, (_key, value) => (value instanceof RegExp ? String(value) : value))
}

function reply(
  namespace: string,
  winningPlan: Doc,
  cost: { nReturned: number; keys: number; documents: number },
): Doc {
  return {
    queryPlanner: { namespace, winningPlan, rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: cost.nReturned,
      totalKeysExamined: winningPlan.stage === 'COLLSCAN' ? 0 : cost.keys,
      totalDocsExamined: cost.documents,
    },
    ok: 1,
  }
}
