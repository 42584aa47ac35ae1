import { StoreError } from '../errors.ts'
import { average, distinct, extreme, merged } from '../expressions/arrays.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { countOf, mostOf } from '../expressions/several.ts'
import { checkMethod, deviation, percentile, sharesOf } from '../expressions/statistics.ts'
import { sum } from '../numbers.ts'
import { type SortSpec, sortKey, sortSpec } from '../sorting.ts'
import { type Doc, isDoc } from '../values.ts'
import { only } from './arguments.ts'

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
  $mergeObjects: merged,
  $stdDevPop: values => deviation(values, 0),
  $stdDevSamp: values => deviation(values, 1),
}

const SEVERAL: Record<string, (values: unknown[], n: number) => unknown[]> = {
  $firstN: (values, n) => values.slice(0, n).map(orNull),
  $lastN: (values, n) => values.slice(-n).map(orNull),
  $maxN: (values, n) => mostOf(values, n, -1),
  $minN: (values, n) => mostOf(values, n, 1),
}

const RANKED = new Set(['$top', '$topN', '$bottom', '$bottomN'])

/** Makes an accumulator ready. Throws Location15952 for one that MongoDB has not, NotImplemented for one that this store has not. */
export function compileAccumulator(name: string, argument: unknown): Accumulator {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined
  if (simple) return { value: compileExpression(argument), finish: simple }
  const several = Object.hasOwn(SEVERAL, name) ? SEVERAL[name] : undefined
  if (several) return severalOf(name, argument, several)
  if (RANKED.has(name)) return ranked(name, argument)
  if (name === '$count') return counted(argument)
  if (name === '$median' || name === '$percentile') return spread(name, argument)
  if (name === '$accumulator')
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  throw new StoreError('Location15952', `unknown group operator '${name}'`)
}

const orNull = (value: unknown) => value ?? null

function counted(argument: unknown): Accumulator {
  if (!isDoc(argument) || Object.keys(argument).length > 0)
    throw new StoreError('TypeMismatch', '$count takes no arguments, i.e. $count:{}')
  return { value: () => 1, finish: values => sum('$count', values) }
}

function severalOf(
  name: string,
  argument: unknown,
  work: (values: unknown[], n: number) => unknown[],
): Accumulator {
  const { n, input } = argumentsOf(name, argument, ['n', 'input'])
  const count = countOf(constant(n))
  return { value: compileExpression(input), finish: values => work(values, count) }
}

/** By an order of their own: each value carries the key that it is sorted by. */
function ranked(name: string, argument: unknown): Accumulator {
  const isMany = name.endsWith('N')
  const given = argumentsOf(name, argument, ['sortBy', 'output', ...(isMany ? ['n'] : [])])
  const sort = sortSpec(given.sortBy, '$sort')
  const count = isMany ? countOf(constant(given.n)) : 1
  const output = compileExpression(given.output)
  const descending = sort.map(([, direction]) => direction === -1)
  return {
    value: scope => new Ranked(sort, descending, scope.root, output(scope)),
    finish: values => {
      const sorted = values
        .filter(value => value instanceof Ranked)
        .sort((a, b) => Buffer.compare(a.key, b.key))
        .map(({ output }) => orNull(output))
      const found = name.startsWith('$top') ? sorted.slice(0, count) : sorted.slice(-count)
      return isMany ? found : orNull(found[0])
    },
  }
}

class Ranked {
  readonly key: Buffer
  readonly output: unknown
  constructor(sort: SortSpec, descending: boolean[], root: Doc, output: unknown) {
    this.key = sortKey(root, sort, descending)
    this.output = output
  }
}

function spread(name: string, argument: unknown): Accumulator {
  const isMedian = name === '$median'
  const given = argumentsOf(name, argument, ['input', 'method', ...(isMedian ? [] : ['p'])])
  checkMethod(name, given.method)
  const shares = isMedian ? [0.5] : sharesOf(constant(given.p))
  const finish = (values: unknown[]) => {
    const found = shares.map(share => percentile(values, share))
    return isMedian ? found[0] : found
  }
  return { value: compileExpression(given.input), finish }
}

function argumentsOf(name: string, argument: unknown, names: string[]): Doc {
  if (!isDoc(argument))
    throw new StoreError('Location5788001', `specification must be an object; found ${name}`)
  const missing = names.find(each => argument[each] === undefined)
  if (missing !== undefined)
    throw new StoreError('Location5787906', `Missing value for '${missing}' of ${name}`)
  only(name, Object.fromEntries(Object.entries(argument).filter(([key]) => !names.includes(key))))
  return argument
}

function constant(expression: unknown): unknown {
  return compileExpression(expression)({ root: {}, variables: {} })
}
