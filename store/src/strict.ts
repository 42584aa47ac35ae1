import { StoreError } from './errors.ts'
import type { SortSpec } from './sorting.ts'
import { type Doc, isDoc } from './values.ts'

/** How many documents a query may look at one after another before strict mode asks for an index. */
export const MOST_SCANNED = 100

/** What strict mode says of a collection scan: the query's shape, without its values. */
export function scanRefused(namespace: string, filter: Doc, sort: SortSpec): StoreError {
  const shape = JSON.stringify({ filter: shapeOf(filter), sort: Object.fromEntries(sort) })
  return new StoreError(
    'NoQueryExecutionPlans',
    `no index serves this query on ${namespace}, which looks at more than ${MOST_SCANNED} documents: ${shape}`,
  )
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isDoc) ? value.map(shapeOf) : '?'
  if (!isDoc(value)) return '?'
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
}
