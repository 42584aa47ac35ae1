import { StoreError } from '../errors.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { compute, computedShape } from '../shapes.ts'
import { sortBy, sortSpec } from '../sorting.ts'
import type { Doc } from '../values.ts'
import { only, type Stage } from './arguments.ts'
import { docOf, partitioned, partitionOf } from './partitions.ts'
import { compileWindowFunction } from './windowfunctions.ts'

/** `$setWindowFields`: documents get fields computed over those around them in their partition. */
export function compileSetWindowFields(spec: unknown): Stage {
  const { partitionBy, sortBy: order, output, ...rest } = docOf('$setWindowFields', spec)
  only('$setWindowFields', rest)
  if (output === undefined)
    throw new StoreError('FailedToParse', "$setWindowFields requires 'output'")
  return windowed({ by: partitionOf(partitionBy, undefined), order, output })
}

/** The stage of a partition, an order and output fields. */
export function windowed(given: { by: Evaluate; order: unknown; output: unknown }): Stage {
  const sort = given.order === undefined ? [] : sortSpec(given.order, '$sort')
  const fields = Object.entries(docOf('output', given.output))
  const functions = fields.map(([, each]) => compileWindowFunction(docOf('output', each), sort))
  const shape = computedShape(
    fields.map(([path], i) => [path, ({ variables }) => variables[String(i)]]),
  )
  return function* (documents) {
    for (const members of partitioned(documents, given.by)) {
      const sorted = sort.length > 0 ? sortBy(members, sort, document => document) : members
      const columns = functions.map(each => each(sorted))
      for (const [row, root] of sorted.entries())
        yield compute(root, shape, { root, variables: valuesOf(columns, row) })
    }
  }
}

function valuesOf(columns: unknown[][], row: number): Doc {
  return Object.fromEntries(columns.map((column, i) => [String(i), column[row]]))
}
