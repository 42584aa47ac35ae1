import { StoreError } from '../errors.ts'
import { average, distinct, extreme, merged } from '../expressions/arrays.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate, Scope } from '../expressions/operator.ts'
import { deviation } from '../expressions/statistics.ts'
import { encodeKey } from '../keys.ts'
import { sum } from '../numbers.ts'
import { type Doc, isDoc, setField } from '../values.ts'

/** What an accumulator makes of its expression's values in one group, in the order of the documents. */
const ACCUMULATORS: Record<string, (values: unknown[]) => unknown> = {
  $sum: values => sum('$sum', values),
  $avg: average,
  $max: values => extreme(values, 1),
  $min: values => extreme(values, -1),
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: values => values.filter(value => value !== undefined),
  $addToSet: values => distinct(values.filter(value => value !== undefined)),
  $mergeObjects: merged,
  $count: values => sum('$count', values),
  $stdDevPop: values => deviation(values, 0),
  $stdDevSamp: values => deviation(values, 1),
}

const NOT_DONE = new Set(
  '$accumulator $bottom $bottomN $firstN $lastN $maxN $median $minN $percentile $top $topN'.split(
    ' ',
  ),
)

/** Groups documents by the value of `_id`, where 1 and 1.0 are one and a missing value is null. */
export function compileGroup(spec: unknown): (documents: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(spec))
    throw new StoreError('Location15947', "a group's fields must be specified in an object")
  if (!('_id' in spec))
    throw new StoreError('Location15955', 'a group specification must include an _id')
  const id = compileExpression(spec._id)
  const outputs = compileAccumulators(spec)
  return documents => grouped(documents, id, outputs)
}

type Output = [field: string, value: Evaluate, finish: (values: unknown[]) => unknown]

/** The accumulated fields of a `$group`, or of the `output` of a `$bucket`. */
export function compileAccumulators(spec: Doc): Output[] {
  return Object.entries(spec)
    .filter(([field]) => field !== '_id')
    .map(([field, accumulated]) => {
      const [name = '', ...more] = isDoc(accumulated) ? Object.keys(accumulated) : []
      if (!isDoc(accumulated) || !name.startsWith('$'))
        throw new StoreError('Location40234', `The field '${field}' must be an accumulator object`)
      if (more.length > 0)
        throw new StoreError('Location40238', `The field '${field}' must specify one accumulator`)
      if (field.includes('.'))
        throw new StoreError('Location40235', `The field name '${field}' cannot contain '.'`)
      return [field, argumentOf(name, accumulated[name]), accumulator(name)]
    })
}

/** One document a group: its id, then what each accumulator makes of it. */
export function* grouped(
  documents: Iterable<Doc>,
  id: Evaluate,
  outputs: readonly Output[],
): Generator<Doc> {
  const groups = new Map<string, { id: unknown; scopes: Scope[] }>()
  for (const root of documents) {
    const scope = { root, variables: {} }
    const value = id(scope) ?? null
    const key = encodeKey([value]).toString('latin1')
    const group = groups.get(key)
    if (group) group.scopes.push(scope)
    else groups.set(key, { id: value, scopes: [scope] })
  }
  for (const { id, scopes } of groups.values()) {
    const out: Doc = { _id: id }
    for (const [field, value, finish] of outputs) setField(out, field, finish(scopes.map(value)))
    yield out
  }
}

function accumulator(name: string): (values: unknown[]) => unknown {
  const found = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined
  if (found) return found
  if (NOT_DONE.has(name))
    throw new StoreError('NotImplemented', `${name} is not supported by this store`)
  throw new StoreError('Location15952', `unknown group operator '${name}'`)
}

function argumentOf(name: string, argument: unknown): Evaluate {
  if (name !== '$count') return compileExpression(argument)
  if (!isDoc(argument) || Object.keys(argument).length > 0)
    throw new StoreError('TypeMismatch', '$count takes no arguments, i.e. $count:{}')
  return () => 1
}
