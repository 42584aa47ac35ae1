import { Double, Int32 } from 'bson'
import { StoreError } from '../errors.ts'
import { compareAny } from '../expressions/arrays.ts'
import { shiftDate } from '../expressions/datearithmetic.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { type Unit, unitOf } from '../expressions/units.ts'
import { getAt, setAt } from '../paths.ts'
import { type Doc, isNumeric, toNumber } from '../values.ts'
import { only, type Stage } from './arguments.ts'
import { docOf, partitioned, partitionOf } from './partitions.ts'

const MOST_MADE = 500_000

interface Range {
  step: number
  unit: Unit | undefined
  bounds: unknown
}

/** `$densify`: makes documents for the steps of a field that are missing between those that there are. */
export function compileDensify(spec: unknown): Stage {
  const { field, partitionByFields, range, ...rest } = docOf('$densify', spec)
  only('$densify', rest)
  if (typeof field !== 'string' || field === '' || field.startsWith('$'))
    throw new StoreError('FailedToParse', "$densify requires 'field' to be a field's name")
  const by = partitionOf(undefined, partitionByFields ?? [])
  const names = Array.isArray(partitionByFields) ? partitionByFields.map(String) : []
  const given = rangeOf(range)
  return documents => densified([...documents], { field, names, by, given })
}

interface Densifying {
  field: string
  names: string[]
  by: Evaluate
  given: Range
}

function* densified(documents: Doc[], { field, names, by, given }: Densifying): Iterable<Doc> {
  const without = documents.filter(document => isMissing(getAt(document, field)))
  const rest = documents.filter(document => !isMissing(getAt(document, field)))
  for (const document of rest) check(getAt(document, field), given.unit)
  rest.sort((a, b) => compareAny(getAt(a, field), getAt(b, field)))
  const all = { low: getAt(rest[0] ?? {}, field), high: getAt(rest.at(-1) ?? {}, field) }
  yield* without
  let made = 0
  for (const members of partitioned(rest, by)) {
    const [low, high, closed] = limits(given.bounds, all, members, field)
    let [at, next] = [low, 0]
    const isBefore = () => {
      const order = compareAny(at, high)
      return at !== undefined && (closed ? order <= 0 : order < 0)
    }
    for (let count = 1; isBefore(); count++) {
      let there = false
      for (let member = members[next]; member; member = members[next]) {
        const order = compareAny(getAt(member, field), at)
        if (order > 0) break
        if (order === 0) there = true
        yield member
        next++
      }
      if (!there) {
        if (++made > MOST_MADE)
          throw new StoreError('Location5897900', `$densify made more than ${MOST_MADE} documents`)
        yield madeOf(members[0] ?? {}, names, field, at)
      }
      at = stepped(low, given, count)
    }
    yield* members.slice(next)
  }
}

/** From where to where to go, and whether the end is one of them. */
function limits(
  bounds: unknown,
  all: { low: unknown; high: unknown },
  members: Doc[],
  field: string,
): [low: unknown, high: unknown, closed: boolean] {
  if (bounds === 'full') return [all.low, all.high, true]
  if (bounds === 'partition')
    return [getAt(members[0] ?? {}, field), getAt(members.at(-1) ?? {}, field), true]
  const [low, high] = Array.isArray(bounds) ? bounds : []
  return [low, high, false]
}

function madeOf(like: Doc, names: string[], field: string, value: unknown): Doc {
  const out: Doc = {}
  for (const name of names) {
    const own = getAt(like, name)
    if (own !== undefined) setAt(out, name, own)
  }
  setAt(out, field, value)
  return out
}

function stepped(from: unknown, { step, unit }: Range, count: number): unknown {
  if (unit && from instanceof Date) return shiftDate(from, unit, step * count)
  const value = toNumber(from) + step * count
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? new Int32(value) : new Double(value)
}

function rangeOf(value: unknown): Range {
  const { step, unit, bounds, ...rest } = docOf('range', value)
  only('$densify', rest)
  const number = isNumeric(step) ? toNumber(step) : Number.NaN
  if (!(number > 0))
    throw new StoreError(
      'Location5733401',
      'the step parameter in a range statement must be a positive number',
    )
  if (unit !== undefined && !Number.isInteger(number))
    throw new StoreError(
      'Location6586400',
      "the step parameter with a 'unit' must be a whole number",
    )
  const isList = Array.isArray(bounds) && bounds.length === 2
  if (bounds !== 'full' && bounds !== 'partition' && !isList)
    throw new StoreError(
      'Location5946802',
      "the bounds in a range statement must be the string 'full', 'partition', or an array of two values",
    )
  const given = unit === undefined ? undefined : unitOf(unit)
  if (isList) for (const bound of bounds) check(bound, given)
  return { step: number, unit: given, bounds }
}

function check(value: unknown, unit: Unit | undefined): void {
  const isRight = unit ? value instanceof Date : isNumeric(value)
  if (isRight) return
  throw unit
    ? new StoreError('Location6053600', 'Encountered non-date value in densify of a date range')
    : new StoreError(
        'Location5733201',
        'PlanExecutor error during aggregation :: $densify field type must be numeric',
      )
}

const isMissing = (value: unknown) => value === undefined || value === null
