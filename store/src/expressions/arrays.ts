import { Double, Int32 } from 'bson'
import { StoreError } from '../errors.ts'
import { compareValues, encodeKey } from '../keys.ts'
import { sum } from '../numbers.ts'
import { typeName } from '../types.ts'
import { type Doc, isDoc, isNumeric, isTrue, setField, toNumber } from '../values.ts'
import type { Operator } from './operator.ts'

const MANY = Number.MAX_SAFE_INTEGER

/** The operators of comparison, of arrays and sets, and of whole documents. */
export const ARRAYS: Record<string, Operator> = {
  $eq: comparison(order => order === 0),
  $ne: comparison(order => order !== 0),
  $gt: comparison(order => order > 0),
  $gte: comparison(order => order >= 0),
  $lt: comparison(order => order < 0),
  $lte: comparison(order => order <= 0),
  $cmp: { least: 2, most: 2, work: (a, b) => new Int32(Math.sign(compareAny(a, b))) },
  $not: { least: 1, most: 1, work: value => !isTrue(value) },
  $sum: overItems(items => sum('$sum', items)),
  $avg: overItems(average),
  $max: overItems(items => extreme(items, 1)),
  $min: overItems(items => extreme(items, -1)),
  $first: { least: 1, most: 1, work: array => onArray('$first', array, items => items[0]) },
  $last: { least: 1, most: 1, work: array => onArray('$last', array, items => items.at(-1)) },
  $arrayElemAt: {
    least: 2,
    most: 2,
    work: (array, at) => onArray('$arrayElemAt', array, items => itemAt(items, at)),
  },
  $slice: {
    least: 2,
    most: 3,
    work: (array, ...rest) => onArray('$slice', array, items => sliced(items, rest)),
  },
  $concatArrays: {
    least: 0,
    most: MANY,
    work: (...arrays) => {
      const parts = arrays.map(array => onArray('$concatArrays', array, items => items))
      return parts.includes(null) ? null : parts.flat()
    },
  },
  $in: {
    least: 2,
    most: 2,
    work: (value, array) => {
      if (!Array.isArray(array)) throw notArray('$in', array, 'Location40081')
      return array.some(item => compareAny(item, value) === 0)
    },
  },
  $size: {
    least: 1,
    most: 1,
    work: array => {
      if (!Array.isArray(array)) throw notArray('$size', array, 'Location17124')
      return new Int32(array.length)
    },
  },
  $isArray: { least: 1, most: 1, work: value => Array.isArray(value) },
  $reverseArray: {
    least: 1,
    most: 1,
    work: array => onArray('$reverseArray', array, items => items.toReversed()),
  },
  $indexOfArray: {
    least: 2,
    most: 2,
    work: (array, value) =>
      onArray(
        '$indexOfArray',
        array,
        items => new Int32(items.findIndex(item => compareAny(item, value) === 0)),
      ),
  },
  $range: { least: 2, most: 3, work: range },
  $objectToArray: {
    least: 1,
    most: 1,
    work: value =>
      isNothing(value)
        ? null
        : Object.entries(document('$objectToArray', value)).map(([k, v]) => ({ k, v })),
  },
  $arrayToObject: {
    least: 1,
    most: 1,
    work: array => onArray('$arrayToObject', array, items => fromPairs(items)),
  },
  $mergeObjects: {
    least: 0,
    most: MANY,
    work: (...values) =>
      merged(values.length === 1 && Array.isArray(values[0]) ? values[0] : values),
  },
  $setUnion: {
    least: 0,
    most: MANY,
    work: (...sets) => onSets('$setUnion', sets, arrays => distinct(arrays.flat())),
  },
  $setIntersection: {
    least: 0,
    most: MANY,
    work: (...sets) =>
      onSets('$setIntersection', sets, ([first = [], ...rest]) => {
        const others = rest.map(keySet)
        return distinct(first).filter(item => others.every(keys => keys.has(keyOf(item))))
      }),
  },
  $setDifference: {
    least: 2,
    most: 2,
    work: (...sets) =>
      onSets('$setDifference', sets, ([first = [], second = []]) => {
        const keys = keySet(second)
        return distinct(first).filter(item => !keys.has(keyOf(item)))
      }),
  },
  $setIsSubset: {
    least: 2,
    most: 2,
    work: (...sets) =>
      onSets('$setIsSubset', sets, ([first = [], second = []]) => {
        const keys = keySet(second)
        return first.every(item => keys.has(keyOf(item)))
      }),
  },
  $setEquals: {
    least: 2,
    most: MANY,
    work: (...sets) =>
      onSets('$setEquals', sets, arrays => {
        const [first, ...rest] = arrays.map(array => [...keySet(array)].sort().join())
        return rest.every(each => each === first)
      }),
  },
  $anyElementTrue: {
    least: 1,
    most: 1,
    work: array => onSets('$anyElementTrue', [array], ([items = []]) => items.some(isTrue)),
  },
  $allElementsTrue: {
    least: 1,
    most: 1,
    work: array => onSets('$allElementsTrue', [array], ([items = []]) => items.every(isTrue)),
  },
}

/** The order of two values in expressions, where a missing one comes before null. */
export function compareAny(a: unknown, b: unknown): number {
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

/** Several documents made one, later fields replacing earlier ones; null ones are left out. */
export function merged(values: readonly unknown[]): Doc {
  const out: Doc = {}
  for (const value of values) {
    if (isNothing(value)) continue
    for (const [key, field] of Object.entries(document('$mergeObjects', value)))
      setField(out, key, field)
  }
  return out
}

/** The values without repetition, in the order in which they first came; 1 and 1.0 are the same. */
export function distinct(items: readonly unknown[]): unknown[] {
  const seen = new Map<string, unknown>()
  for (const item of items) if (!seen.has(keyOf(item))) seen.set(keyOf(item), item)
  return [...seen.values()]
}

const keyOf = (value: unknown) => encodeKey([value]).toString('latin1')
const keySet = (items: readonly unknown[]) => new Set(items.map(keyOf))
const isNothing = (value: unknown) => value === null || value === undefined

function comparison(accepts: (order: number) => boolean): Operator {
  return { least: 2, most: 2, work: (a, b) => accepts(compareAny(a, b)) }
}

/** `{ $max: ['$a', '$b'] }` of several values, `{ $max: '$list' }` of the elements of one array. */
function overItems(work: (items: readonly unknown[]) => unknown): Operator {
  return {
    least: 0,
    most: MANY,
    work: (...values) => work(values.length === 1 && Array.isArray(values[0]) ? values[0] : values),
  }
}

function onArray(name: string, array: unknown, work: (items: unknown[]) => unknown): unknown {
  if (isNothing(array)) return null
  if (!Array.isArray(array)) throw notArray(name, array, 'Location28689')
  return work(array)
}

function onSets(name: string, sets: unknown[], work: (arrays: unknown[][]) => unknown): unknown {
  const arrays = sets.filter(Array.isArray)
  if (arrays.length === sets.length) return work(arrays)
  const wrong = sets.find(set => !Array.isArray(set))
  if (isNothing(wrong) && !['$setIsSubset', '$setEquals'].includes(name) && !name.endsWith('True'))
    return null
  throw notArray(name, wrong, 'Location17041')
}

function notArray(
  name: string,
  value: unknown,
  code: 'Location28689' | 'Location17124' | 'Location40081' | 'Location17041',
): StoreError {
  return new StoreError(
    code,
    `The argument to ${name} must be an array, but was of type: ${typeName(value)}`,
  )
}

function itemAt(items: unknown[], at: unknown): unknown {
  if (isNothing(at)) return null
  if (!isNumeric(at) || !Number.isInteger(toNumber(at)))
    throw new StoreError(
      'Location28690',
      "$arrayElemAt's second argument must be a numeric value that is a whole number",
    )
  return items.at(toNumber(at))
}

function sliced(items: unknown[], rest: unknown[]): unknown {
  if (rest.some(isNothing)) return null
  const [first = 0, count] = rest.map(toNumber)
  if (!rest.every(part => Number.isInteger(toNumber(part))))
    throw new StoreError(
      'Location28725',
      'Second argument to $slice must be a numeric value that is a whole number',
    )
  if (count === undefined) return first < 0 ? items.slice(first) : items.slice(0, first)
  if (count <= 0) throw new StoreError('Location28729', 'Third argument to $slice must be positive')
  const start = first < 0 ? Math.max(0, items.length + first) : first
  return items.slice(start, start + count)
}

function range(from: unknown, to: unknown, by: unknown = new Int32(1)): unknown {
  const [start = 0, end = 0, step = 1] = [from, to, by].map(toNumber)
  if (![start, end, step].every(Number.isInteger) || step === 0)
    throw new StoreError('Location34443', '$range needs whole numbers, and a step other than zero')
  const length = Math.max(0, Math.ceil((end - start) / step))
  if (length > 1e6) throw new StoreError('ExceededMemoryLimit', '$range would use too much memory')
  return Array.from({ length }, (_, i) => new Int32(start + i * step))
}

function document(name: string, value: unknown): Doc {
  if (isDoc(value)) return value
  throw new StoreError(
    'Location40400',
    `${name} requires object inputs, but input is of type ${typeName(value)}`,
  )
}

function fromPairs(items: unknown[]): Doc {
  const out: Doc = {}
  for (const item of items) {
    const [key, value] = Array.isArray(item) ? item : isDoc(item) ? [item.k, item.v] : []
    if (typeof key !== 'string')
      throw new StoreError('Location40393', '$arrayToObject requires pairs of a string and a value')
    setField(out, key, value)
  }
  return out
}
