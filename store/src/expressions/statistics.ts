import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { isNumeric, toNumber } from '../values.ts'
import { named, type Operator } from './operator.ts'

const MANY = Number.MAX_SAFE_INTEGER

/** Deviation and percentiles of the numbers of an array, or of several values. */
export const STATISTICS: Record<string, Operator> = {
  $stdDevPop: { least: 0, most: MANY, work: (...values) => deviation(items(values), 0) },
  $stdDevSamp: { least: 0, most: MANY, work: (...values) => deviation(items(values), 1) },
  $median: named(['input', 'method'], [], (input, method) => {
    checkMethod('$median', method)
    return percentile(items([input]), 0.5)
  }),
  $percentile: named(['input', 'p', 'method'], [], (input, p, method) => {
    checkMethod('$percentile', method)
    return sharesOf(p).map(share => percentile(items([input]), share))
  }),
}

/** The standard deviation of the numbers among some values, of all of them (0) or as of a sample (1); null of too few. */
export function deviation(values: readonly unknown[], spare: 0 | 1): unknown {
  const numbers = values.filter(isNumeric).map(toNumber)
  if (numbers.length <= spare) return null
  const mean = numbers.reduce((total, each) => total + each, 0) / numbers.length
  const squares = numbers.reduce((total, each) => total + (each - mean) ** 2, 0)
  return new Double(Math.sqrt(squares / (numbers.length - spare)))
}

/** The smallest of the numbers that such a share of them does not exceed; null if there are none. */
export function percentile(values: readonly unknown[], share: number): unknown {
  const numbers = values
    .filter(isNumeric)
    .map(toNumber)
    .sort((a, b) => a - b)
  const found = numbers[Math.max(0, Math.ceil(share * numbers.length) - 1)]
  return found === undefined ? null : new Double(found)
}

/** The argument `p` of `$percentile`. Throws Location7750301. */
export function sharesOf(p: unknown): number[] {
  const list = Array.isArray(p) ? p : []
  const shares = list.filter(isNumeric).map(toNumber)
  if (list.length > 0 && shares.length === list.length && shares.every(isShare)) return shares
  throw new StoreError(
    'Location7750301',
    "The $percentile 'p' field must be an array of numbers between 0.0 and 1.0",
  )
}

/** Throws BadValue. */
export function checkMethod(name: string, method: unknown): void {
  if (method !== 'approximate')
    throw new StoreError('BadValue', `${name}: 'method' must be 'approximate'`)
}

const isShare = (share: number) => share >= 0 && share <= 1

function items(values: unknown[]): unknown[] {
  return values.length === 1 && Array.isArray(values[0]) ? values[0] : values
}
