import { Double, Int32 } from 'bson'
import { compareValues, encodeKey } from '../keys.ts'
import { sum } from '../numbers.ts'
import { isNumeric, isTrue, toNumber } from '../values.ts'
import type { Operator } from './operator.ts'

/** The operators of comparison, and `$not`. */
export const COMPARISONS: Record<string, Operator> = {
  $eq: comparison(order => order === 0),
  $ne: comparison(order => order !== 0),
  $gt: comparison(order => order > 0),
  $gte: comparison(order => order >= 0),
  $lt: comparison(order => order < 0),
  $lte: comparison(order => order <= 0),
  $cmp: { least: 2, most: 2, work: (a, b) => new Int32(Math.sign(compareAny(a, b))) },
  $not: { least: 1, most: 1, work: value => !isTrue(value) },
}

/** The order of two values in expressions, where a missing one comes before null. */
function compareAny(a: unknown, b: unknown): number {
  if (a !== undefined && b !== undefined) return compareValues(a, b)
  return Number(a !== undefined) - Number(b !== undefined)
}

/** The mean of the numbers among some values; null if there are none. */
export function average(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumeric)
  const total = toNumber(sum('$avg', values))
  return numbers.length > 0 ? new Double(total / numbers.length) : null
}

/** The largest (`way` 1) or smallest (-1) of some values, null and missing ones left out; null if there are none. */
export function extreme(values: readonly unknown[], way: 1 | -1): unknown {
  let best: unknown = null
  for (const value of values)
    if (!isNothing(value) && (best === null || compareValues(value, best) * way > 0)) best = value
  return best
}

/** The values without repetition, in the order in which they first came; 1 and 1.0 are the same. */
export function distinct(items: readonly unknown[]): unknown[] {
  const seen = new Map<string, unknown>()
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item)
  return [...seen.values()]
}

const keyOf = (value: unknown) => encodeKey([value]).toString('latin1')
const isNothing = (value: unknown) => value === null || value === undefined

function comparison(accepts: (order: number) => boolean): Operator {
  return { least: 2, most: 2, work: (a, b) => accepts(compareAny(a, b)) }
}
