import { Aggregator } from 'mingo/aggregator'
import { mingoOptions } from './matching.ts'
import type { Doc } from './values.ts'

/** Runs aggregation stages over documents with plain numbers, by mingo with this store's own comparisons. */
export function runStages(documents: Iterable<unknown>, stages: Doc[]): unknown[] {
  return new Aggregator(stages, mingoOptions).run([...documents])
}
