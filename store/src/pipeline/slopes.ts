import { Double } from 'bson'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { unitOf } from '../expressions/units.ts'
import type { SortSpec } from '../sorting.ts'
import { type Doc, isNumeric, toNumber, valuesAt } from '../values.ts'
import { only } from './arguments.ts'
import { docOf, onlyField } from './partitions.ts'
import type { InWindow } from './windowfunctions.ts'

const DAY = 86_400_000

interface Point {
  x: number
  y: number
}

/** `$derivative`: the average slope between the ends of a window. */
export function derivative(argument: unknown, sort: SortSpec): InWindow {
  const points = compilePoints('$derivative', argument, sort)
  return ({ from, to }, partition) => {
    const found = points(partition.slice(from, Math.max(from, to)))
    const [first, last] = [found[0], found.at(-1)]
    if (!first || !last || last.x === first.x) return null
    return new Double((last.y - first.y) / (last.x - first.x))
  }
}

/** `$integral`: the area below the lines that join the points of a window. */
export function integral(argument: unknown, sort: SortSpec): InWindow {
  const points = compilePoints('$integral', argument, sort)
  return ({ from, to }, partition) => {
    const found = points(partition.slice(from, Math.max(from, to)))
    if (found.length === 0) return null
    let area = 0
    for (const [i, { x, y }] of found.slice(1).entries()) {
      const before = found[i]
      if (before) area += ((y + before.y) / 2) * (x - before.x)
    }
    return new Double(area)
  }
}

/** Values over what the partition is sorted by: numbers, or with a `unit` dates. */
function compilePoints(
  name: string,
  argument: unknown,
  sort: SortSpec,
): (documents: Doc[]) => Point[] {
  const { input, unit: unitName, ...rest } = docOf(name, argument)
  only(name, rest)
  const [path] = onlyField(name, sort)
  const value = compileExpression(input)
  const unit = unitName === undefined ? undefined : lengthOf(name, unitName)
  const place = (document: Doc): number => {
    const at = valuesAt(document, path)[0]
    if (unit !== undefined && at instanceof Date) return at.getTime() / unit
    if (unit === undefined && isNumeric(at)) return toNumber(at)
    throw new StoreError(
      'Location5624901',
      `${name} is over dates with a 'unit', and over numbers without one`,
    )
  }
  return documents =>
    documents.flatMap(root => {
      const y = value({ root, variables: {} })
      return isNumeric(y) ? [{ x: place(root), y: toNumber(y) }] : []
    })
}

function lengthOf(name: string, unitName: unknown): number {
  const unit = unitOf(unitName)
  if ('ms' in unit) return unit.ms
  if ('days' in unit) return unit.days * DAY
  throw new StoreError('Location5490704', `unit of ${name} must be 'week' or smaller`)
}
