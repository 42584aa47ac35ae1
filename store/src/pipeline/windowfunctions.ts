import { Double, Long } from 'bson'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { type SortSpec, sortKey } from '../sorting.ts'
import { type Doc, isNumeric, toNumber } from '../values.ts'
import { compileAccumulator } from './accumulators.ts'
import { only } from './arguments.ts'
import { linearFill, locf } from './gaps.ts'
import { docOf, onlyField } from './partitions.ts'
import { derivative, integral } from './slopes.ts'
import { compileWindow, type Span } from './windows.ts'

/** What each document of a sorted partition gets. */
export type WindowFunction = (partition: Doc[]) => unknown[]

/** What a function makes of a document's window. */
export type InWindow = (span: Span, partition: Doc[]) => unknown

type Compile = (argument: unknown, sort: SortSpec) => WindowFunction

/** Functions that look at the whole partition, and take no window. */
const WHOLE: Record<string, Compile> = {
  $rank: (_, sort) => ranks(sort, (_before, position) => position + 1, '$rank'),
  $denseRank: (_, sort) => ranks(sort, before => before + 1, '$denseRank'),
  $documentNumber: (_, sort) => {
    if (sort.length === 0) throw unsorted('$documentNumber')
    return partition => partition.map((_each, i) => Long.fromNumber(i + 1))
  },
  $shift: shift,
  $expMovingAvg: movingAverage,
  $linearFill: linearFill,
  $locf: locf,
}

const WINDOWED: Record<string, (argument: unknown, sort: SortSpec) => InWindow> = {
  $derivative: derivative,
  $integral: integral,
  $covariancePop: argument => covariance(argument, 0),
  $covarianceSamp: argument => covariance(argument, 1),
}

/** Makes `{ $function: argument, window }` ready. */
export function compileWindowFunction(spec: Doc, sort: SortSpec): WindowFunction {
  const { window, ...rest } = spec
  const [name = '', ...more] = Object.keys(rest)
  if (!name.startsWith('$') || more.length > 0)
    throw new StoreError('FailedToParse', 'each output field must name one window function')
  const compileWhole = Object.hasOwn(WHOLE, name) ? WHOLE[name] : undefined
  if (compileWhole && window !== undefined)
    throw new StoreError('Location5371601', `${name} does not accept a 'window' field`)
  if (compileWhole) return compileWhole(rest[name], sort)
  const spans = compileWindow(window, sort)
  const work = inWindow(name, rest[name], sort)
  return partition => {
    const evaluate = work(partition)
    let last: { span: Span; value: unknown } | undefined
    return spans(partition).map(span => {
      // A window that has not moved is not looked at again.
      if (last?.span.from !== span.from || last.span.to !== span.to)
        last = { span, value: evaluate(span) }
      return last.value
    })
  }
}

function inWindow(
  name: string,
  argument: unknown,
  sort: SortSpec,
): (partition: Doc[]) => (span: Span) => unknown {
  const special = Object.hasOwn(WINDOWED, name) ? WINDOWED[name]?.(argument, sort) : undefined
  if (special) return partition => span => special(span, partition)
  const { value, finish } = compileAccumulator(name, argument)
  return partition => {
    const values = partition.map(root => value({ root, variables: {} }))
    return ({ from, to }) => finish(values.slice(from, Math.max(from, to)))
  }
}

function ranks(
  sort: SortSpec,
  next: (before: number, position: number) => number,
  name: string,
): WindowFunction {
  const spec = [onlyField(name, sort)] satisfies SortSpec
  return partition => {
    let rank = 0
    let last: Uint8Array = Buffer.alloc(0)
    return partition.map((document, position) => {
      const key = sortKey(document, spec, [false])
      if (position === 0 || !key.equals(last)) rank = next(rank, position)
      last = key
      return Long.fromNumber(rank)
    })
  }
}

function shift(argument: unknown, sort: SortSpec): WindowFunction {
  const { output, by, default: other, ...rest } = docOf('$shift', argument)
  only('$shift', rest)
  if (sort.length === 0) throw unsorted('$shift')
  if (!isNumeric(by) || !Number.isInteger(toNumber(by)))
    throw new StoreError('FailedToParse', "$shift requires 'by' as an integer value")
  const value = compileExpression(output)
  const otherwise = compileExpression(other)({ root: {}, variables: {} }) ?? null
  return partition =>
    partition.map((_, i) => {
      const root = partition[i + toNumber(by)]
      return root ? (value({ root, variables: {} }) ?? null) : otherwise
    })
}

function movingAverage(argument: unknown, sort: SortSpec): WindowFunction {
  const { input, N, alpha, ...rest } = docOf('$expMovingAvg', argument)
  only('$expMovingAvg', rest)
  if (sort.length === 0) throw unsorted('$expMovingAvg')
  if ((N === undefined) === (alpha === undefined))
    throw new StoreError('FailedToParse', "$expMovingAvg requires exactly one of 'N' and 'alpha'")
  const weight = N === undefined ? toNumber(alpha) : 2 / (toNumber(N) + 1)
  if (!(weight > 0 && (N !== undefined || weight < 1)))
    throw new StoreError('FailedToParse', "'N' or 'alpha' of $expMovingAvg is out of its range")
  const value = compileExpression(input)
  return partition => {
    let average: number | undefined
    return partition.map(root => {
      const next = value({ root, variables: {} })
      if (isNumeric(next))
        average =
          average === undefined ? toNumber(next) : toNumber(next) * weight + average * (1 - weight)
      return average === undefined ? null : new Double(average)
    })
  }
}

function covariance(argument: unknown, spare: 0 | 1): InWindow {
  const [left, right, ...more] = Array.isArray(argument) ? argument : []
  if (left === undefined || right === undefined || more.length > 0)
    throw new StoreError('FailedToParse', 'a covariance takes an array of two expressions')
  const both: Evaluate[] = [left, right].map(each => compileExpression(each))
  return ({ from, to }, partition) => {
    const pairs = partition
      .slice(from, Math.max(from, to))
      .map(root => both.map(each => each({ root, variables: {} })))
      .filter(pair => pair.every(isNumeric))
      .map(pair => pair.map(toNumber))
    if (pairs.length <= spare) return null
    const mean = (at: number) =>
      pairs.reduce((sum, pair) => sum + (pair[at] ?? 0), 0) / pairs.length
    const [x, y] = [mean(0), mean(1)]
    const total = pairs.reduce((sum, [a = 0, b = 0]) => sum + (a - x) * (b - y), 0)
    return new Double(total / (pairs.length - spare))
  }
}

function unsorted(name: string): StoreError {
  return new StoreError('Location5371602', `${name} requires a sortBy`)
}
