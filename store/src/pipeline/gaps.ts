import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { SortSpec } from '../sorting.ts'
import { type Doc, isNumeric, toNumber, valuesAt } from '../values.ts'
import { onlyField } from './partitions.ts'

/** `$locf`: the last value that was not null or missing. */
export function locf(argument: unknown): (partition: Doc[]) => unknown[] {
  const value = compileExpression(argument)
  return partition => {
    let last: unknown = null
    return partition.map(root => {
      last = value({ root, variables: {} }) ?? last
      return last
    })
  }
}

/** `$linearFill`: what lies on the line between the values before and after, by the field that the partition is sorted by. */
export function linearFill(argument: unknown, sort: SortSpec): (partition: Doc[]) => unknown[] {
  const [path] = onlyField('$linearFill', sort)
  const value = compileExpression(argument)
  return partition => {
    const places = partition.map(document => placeOf(valuesAt(document, path)[0]))
    const values = partition.map(root => value({ root, variables: {} }) ?? null)
    for (const each of values)
      if (each !== null && !isNumeric(each))
        throw new StoreError('TypeMismatch', 'Value to be filled must be numeric or nullish')
    return values.map((each, i) => each ?? between(values, places, i))
  }
}

function between(values: unknown[], places: number[], at: number): unknown {
  let [left, right] = [at, at]
  while (left >= 0 && values[left] === null) left--
  while (right < values.length && values[right] === null) right++
  if (left < 0 || right >= values.length) return null
  const [from = 0, to = 0, here = 0] = [places[left], places[right], places[at]]
  const [low, high] = [toNumber(values[left]), toNumber(values[right])]
  if (to === from)
    throw new StoreError('Location6050106', 'There can be no repeated values in the sort field')
  return new Double(low + ((here - from) / (to - from)) * (high - low))
}

function placeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (isNumeric(value)) return toNumber(value)
  throw new StoreError('TypeMismatch', '$linearFill must be sorted by numbers or dates')
}
