import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { compareAny } from '../expressions/arrays.ts'
import { shiftDate } from '../expressions/datearithmetic.ts'
import { type Unit, unitOf } from '../expressions/units.ts'
import type { SortSpec } from '../sorting.ts'
import { type Doc, isDoc, isNumeric, toNumber, valuesAt } from '../values.ts'
import { only } from './arguments.ts'

/** The documents `from` up to, but not with, `to`. */
export interface Span {
  from: number
  to: number
}

/** For each document of a sorted partition, those that it is seen with. */
export type Window = (partition: Doc[]) => Span[]

type Bound = number | 'current' | 'unbounded'

/** A window's bounds, by positions or by the value that the partition is sorted by; all of it where none are given. */
export function compileWindow(spec: unknown, sort: SortSpec): Window {
  if (spec === undefined) return partition => partition.map(() => whole(partition))
  const { documents, range, unit, ...rest } = isDoc(spec) ? spec : {}
  only('window', rest)
  if (documents !== undefined && range !== undefined)
    throw new StoreError(
      'FailedToParse',
      "Window bounds can specify either 'documents' or 'unit', not both.",
    )
  if (range !== undefined) return byRange(boundsOf(range), sort, unit)
  if (unit !== undefined)
    throw new StoreError('FailedToParse', "Window bounds with 'unit' must be a 'range'")
  return byPosition(documents === undefined ? ['unbounded', 'unbounded'] : boundsOf(documents))
}

const whole = (partition: Doc[]): Span => ({ from: 0, to: partition.length })

function byPosition([lower, upper]: [Bound, Bound]): Window {
  for (const bound of [lower, upper])
    if (typeof bound === 'number' && !Number.isInteger(bound))
      throw new StoreError('FailedToParse', 'Numeric document-based bounds must be an integer')
  refuseCrossed(lower, upper)
  return partition =>
    partition.map((_, i) => ({
      from: Math.max(0, lower === 'unbounded' ? 0 : i + offset(lower)),
      to: Math.min(
        partition.length,
        upper === 'unbounded' ? partition.length : i + offset(upper) + 1,
      ),
    }))
}

const offset = (bound: number | 'current') => (bound === 'current' ? 0 : bound)

function byRange([lower, upper]: [Bound, Bound], sort: SortSpec, unitName: unknown): Window {
  const [path, direction] = sort[0] ?? []
  if (path === undefined || direction !== 1 || sort.length > 1)
    throw new StoreError(
      'Location5339902',
      'Range-based bounds require sortBy a single field in ascending order',
    )
  refuseCrossed(lower, upper)
  const unit = unitName === undefined ? undefined : unitOf(unitName)
  return partition => {
    const values = partition.map(document => valuesAt(document, path)[0])
    let [from, to] = [0, 0]
    return values.map(value => {
      const [low, high] = [lower, upper].map(bound => limitOf(value, bound, unit))
      while (lower !== 'unbounded' && from < values.length && compareAny(values[from], low) < 0)
        from++
      while (to < values.length && (upper === 'unbounded' || compareAny(values[to], high) <= 0))
        to++
      return { from: lower === 'unbounded' ? 0 : from, to }
    })
  }
}

function limitOf(value: unknown, bound: Bound, unit: Unit | undefined): unknown {
  if (typeof bound !== 'number') return value
  if (unit && value instanceof Date) return shiftDate(value, unit, bound)
  if (unit)
    throw new StoreError(
      'Location5429513',
      "Invalid range: Expected the sortBy field to be a Date, since 'unit' was specified",
    )
  if (isNumeric(value)) return new Double(toNumber(value) + bound)
  throw new StoreError('Location5429414', 'Invalid range: Expected the sortBy field to be a number')
}

function boundsOf(value: unknown): [Bound, Bound] {
  if (!Array.isArray(value) || value.length !== 2)
    throw new StoreError('FailedToParse', 'Window bounds must be a 2-element array')
  const [lower, upper] = value.map(boundOf)
  return [lower ?? 'unbounded', upper ?? 'unbounded']
}

function boundOf(value: unknown): Bound {
  if (value === 'current' || value === 'unbounded') return value
  if (isNumeric(value)) return toNumber(value)
  throw new StoreError(
    'FailedToParse',
    "Window bounds must be 'unbounded', 'current', or a number.",
  )
}

function refuseCrossed(lower: Bound, upper: Bound): void {
  const low = lower === 'unbounded' ? Number.NEGATIVE_INFINITY : offset(lower)
  const high = upper === 'unbounded' ? Number.POSITIVE_INFINITY : offset(upper)
  if (low > high) throw new StoreError('Location5339900', 'Lower bound must not exceed upper bound')
}
