import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { average, distinct, extreme } from '../expressions/values.ts'
import { sum } from '../numbers.ts'
import { isDoc } from '../values.ts'

/** What is taken of each document, and what is made of all that in the end. */
export interface Accumulator {
  value: Evaluate
  finish: (values: unknown[]) => unknown
}

/** What an accumulator makes of its expression's values in one group, in the order of the documents. */
const SIMPLE: Record<string, (values: unknown[]) => unknown> = {
  $sum: values => sum('$sum', values),
  $avg: average,
  $max: values => extreme(values, 1),
  $min: values => extreme(values, -1),
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: values => values.filter(value => value !== undefined),
  $addToSet: values => distinct(values.filter(value => value !== undefined)),
}

/** What MongoDB has beside these. */
const NOT_DONE = new Set(
  (
    '$accumulator $bottom $bottomN $firstN $lastN $maxN $median $mergeObjects $minN $percentile $stdDevPop ' +
    '$stdDevSamp $top $topN'
  ).split(' '),
)

/** Makes an accumulator ready. Throws Location15952 for one that MongoDB has not, NotImplemented for one that this store has not. */
export function compileAccumulator(name: string, argument: unknown): Accumulator {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined
  if (simple) return { value: compileExpression(argument), finish: simple }
  if (name === '$count') return counted(argument)
  if (NOT_DONE.has(name))
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  throw new StoreError('Location15952', `unknown group operator '${name}'`)
}

function counted(argument: unknown): Accumulator {
  if (!isDoc(argument) || Object.keys(argument).length > 0)
    throw new StoreError('TypeMismatch', '$count takes no arguments, i.e. $count:{}')
  return { value: () => 1, finish: values => sum('$count', values) }
}
