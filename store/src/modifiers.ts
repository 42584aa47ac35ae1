import { Int32, Long, Timestamp } from 'bson'
import { StoreError } from './errors.ts'
import { compareValues, equalValues } from './keys.ts'
import { prepare, pullTest } from './matching.ts'
import { combine, integer, isIntegral, toBigInt, zeroLike } from './numbers.ts'
import { crossesArray, getAt, isBlocked, setAt, unsetAt } from './paths.ts'
import { sortBy, sortSpec } from './sorting.ts'
import { typeName } from './types.ts'
import { type Doc, isDoc, isLong, isNumeric, isRegex, promote, toNumber } from './values.ts'

/** Changes a document at one path. Made once for a statement, which is when its operand is checked. */
export type Change = (document: Doc, path: string, inserting: boolean) => void

/** The update operators: each checks the operand of one path and gives the change that it makes. Throws StoreError. */
export const MODIFIERS: Record<string, (path: string, operand: unknown) => Change> = {
  $set: (_path, value) => (document, path) => setAt(document, path, structuredCopy(value)),
  $setOnInsert: (_path, value) => (document, path, inserting) => {
    if (inserting) setAt(document, path, value)
  },
  $unset: () => (document, path) => unsetAt(document, path),
  $inc: (path, value) => arithmetic('$inc', 'increment', '+', path, value),
  $mul: (path, value) => arithmetic('$mul', 'multiply', '*', path, value),
  $min: (_path, value) => keepIf(value, order => order < 0),
  $max: (_path, value) => keepIf(value, order => order > 0),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
  $bit: bit,
}

/** `$rename`, which is made at its target: the source is taken away and set there. */
export function rename(source: string): Change {
  return (document, target) => {
    if (isBlocked(document, source) && !crossesArray(document, source))
      throw new StoreError(
        'PathNotViable',
        `cannot use the part (${source.split('.').at(-1)} of ${source}) to traverse the element`,
      )
    const value = crossesArray(document, source) ? undefined : getAt(document, source)
    if (crossesArray(document, source)) throw onArrays('source', source)
    if (value === undefined) return
    if (crossesArray(document, target)) throw onArrays('destination', target)
    setAt(document, target, value)
    unsetAt(document, source)
  }
}

function onArrays(which: string, path: string): StoreError {
  return new StoreError(
    'BadValue',
    `The ${which} field cannot be an array element, '${path}' in doc has an array field called '${path.split('.', 1)[0]}'`,
  )
}

/** One value set at several places must not be shared by them: a later change of one would be a change of all. */
function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy)
  return isDoc(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]))
    : value
}

function arithmetic(
  name: string,
  verb: string,
  sign: '+' | '*',
  field: string,
  value: unknown,
): Change {
  if (typeName(value) === 'decimal') combine(name, sign, value, 0)
  if (!isNumeric(value))
    throw new StoreError(
      'TypeMismatch',
      `Cannot ${verb} with non-numeric argument: {${field}: ${JSON.stringify(value)}}`,
    )
  return (document, path) => {
    const current = getAt(document, path)
    if (current === undefined) return setAt(document, path, sign === '*' ? zeroLike(value) : value)
    if (typeName(current) !== 'decimal' && !isNumeric(current))
      throw new StoreError(
        'TypeMismatch',
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${String(document._id)}} has the field '${path.split('.').at(-1)}' of non-numeric type ${typeName(current)}`,
      )
    const result = combine(name, sign, current, value)
    if (result === undefined)
      throw new StoreError(
        'BadValue',
        `Failed to apply ${name} operations to current value (${String(current)}) for document {_id: ${String(document._id)}}`,
      )
    setAt(document, path, result)
  }
}

function keepIf(value: unknown, accepts: (order: number) => boolean): Change {
  return (document, path) => {
    const current = getAt(document, path)
    if (current === undefined || accepts(compareValues(value, current)))
      setAt(document, path, value)
  }
}

function currentDate(_path: string, operand: unknown): Change {
  const type = isDoc(operand) ? operand.$type : 'date'
  const unknown = isDoc(operand) ? Object.keys(operand).find(key => key !== '$type') : undefined
  if (unknown !== undefined)
    throw new StoreError('BadValue', `Unrecognized $currentDate option: ${unknown}`)
  if (!isDoc(operand) && typeof operand !== 'boolean')
    throw new StoreError(
      'BadValue',
      `${typeName(operand)} is not a valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
  if (type !== 'date' && type !== 'timestamp')
    throw new StoreError(
      'BadValue',
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    )
  return (document, path) => {
    const now = new Date()
    const seconds = Math.floor(now.getTime() / 1000)
    setAt(document, path, type === 'date' ? now : new Timestamp({ t: seconds, i: 1 }))
  }
}

/** What `$push` and `$addToSet` add: the items of `$each`, or the one value. */
function itemsOf(name: string, value: unknown): unknown[] | undefined {
  if (!isDoc(value) || !('$each' in value)) return undefined
  if (Array.isArray(value.$each)) return value.$each
  throw new StoreError(
    name === '$push' ? 'BadValue' : 'TypeMismatch',
    `The argument to $each in ${name} must be an array but it was of type: ${typeName(value.$each)}`,
  )
}

function push(_path: string, value: unknown): Change {
  const items = itemsOf('$push', value)
  const { $each: _each, $position, $slice, $sort, ...rest } = items && isDoc(value) ? value : {}
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    throw new StoreError('BadValue', `Unrecognized clause in $push: ${unknown}`)
  const [at, keep] = [wholeOf('$position', $position), wholeOf('$slice', $slice)]
  const sorted = sorter($sort)
  return (document, path) => {
    const array = existing(document, path, wrong => [
      'BadValue',
      `The field '${path}' must be an array but is of type ${wrong} in document {_id: ${String(document._id)}}`,
    ])
    const all = (array ?? []).toSpliced(at ?? array?.length ?? 0, 0, ...(items ?? [value]))
    const inOrder = sorted(all)
    setAt(document, path, keep === undefined ? inOrder : sliced(inOrder, keep))
  }
}

function wholeOf(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (isNumeric(value) && Number.isInteger(toNumber(value))) return toNumber(value)
  throw new StoreError(
    'BadValue',
    `The value for ${name} must be an integer value but was given type: ${typeName(value)}`,
  )
}

function sorter(sort: unknown): (items: unknown[]) => unknown[] {
  if (sort === undefined) return items => items
  const whole = isNumeric(sort) && Math.abs(toNumber(sort)) === 1
  const byFields = isDoc(sort) && Object.keys(sort).length > 0
  if (!whole && !byFields)
    throw new StoreError(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    )
  const ways = byFields ? Object.values(sort) : []
  if (!ways.every(way => isNumeric(way) && Math.abs(toNumber(way)) === 1))
    throw new StoreError('BadValue', 'The $sort element value must be either 1 or -1')
  if (whole) return items => items.toSorted((a, b) => compareValues(a, b) * toNumber(sort))
  const spec = sortSpec(sort)
  return items => sortBy([...items], spec, item => (isDoc(item) ? item : {}))
}

function sliced(items: unknown[], count: number): unknown[] {
  return count < 0 ? items.slice(count) : items.slice(0, count)
}

function addToSet(_path: string, value: unknown): Change {
  const items = itemsOf('$addToSet', value)
  const more = items && isDoc(value) ? Object.keys(value).find(key => key !== '$each') : undefined
  if (more !== undefined)
    throw new StoreError('BadValue', `Found unexpected fields after $each in $addToSet: ${more}`)
  return (document, path) => {
    const array = existing(document, path, wrong => [
      'BadValue',
      `Cannot apply $addToSet to non-array field. Field named '${path.split('.').at(-1)}' has non-array type ${wrong}`,
    ])
    const out = array ?? []
    for (const item of items ?? [value])
      if (!out.some(each => equalValues(each, item))) out.push(item)
    setAt(document, path, out)
  }
}

function pop(_path: string, value: unknown): Change {
  if (!isNumeric(value))
    throw new StoreError('FailedToParse', `Expected a number in: $pop: ${JSON.stringify(value)}`)
  if (Math.abs(toNumber(value)) !== 1)
    throw new StoreError('FailedToParse', `$pop expects 1 or -1, found: ${String(value)}`)
  return (document, path) => {
    const array = existing(document, path, wrong => [
      'TypeMismatch',
      `Path '${path}' contains an element of non-array type '${wrong}'`,
    ])
    if (array) setAt(document, path, toNumber(value) < 0 ? array.slice(1) : array.slice(0, -1))
  }
}

function pull(_path: string, value: unknown): Change {
  const ready = promote(prepare(value))
  const asked = isRegex(ready)
    ? pullTest({ $in: [ready] })
    : isDoc(ready)
      ? pullTest(ready)
      : undefined
  const drop = asked
    ? (item: unknown) => asked(promote(item))
    : (item: unknown) => equalValues(item, value)
  return without(drop)
}

function pullAll(_path: string, value: unknown): Change {
  if (!Array.isArray(value))
    throw new StoreError(
      'BadValue',
      `$pullAll requires an array argument but was given a ${typeName(value)}`,
    )
  return without(item => value.some(each => equalValues(each, item)))
}

function without(drop: (item: unknown) => boolean): Change {
  return (document, path) => {
    const array = existing(document, path, () => [
      'BadValue',
      'Cannot apply $pull to a non-array value',
    ])
    if (array)
      setAt(
        document,
        path,
        array.filter(item => !drop(item)),
      )
  }
}

type Complaint = (type: string) => ['BadValue' | 'TypeMismatch', string]

function existing(document: Doc, path: string, complain: Complaint): unknown[] | undefined {
  const current = getAt(document, path)
  if (current === undefined) return undefined
  if (Array.isArray(current)) return [...current]
  throw new StoreError(...complain(typeName(current)))
}

const BITS: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

function bit(field: string, value: unknown): Change {
  const steps = isDoc(value) ? Object.entries(value) : []
  if (steps.length === 0)
    throw new StoreError(
      'BadValue',
      `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}} (${field})`,
    )
  for (const [name, operand] of steps) checkBit(name, operand)
  return (document, path) => {
    const current = getAt(document, path) ?? new Int32(0)
    if (!isNumeric(current) || !isIntegral(current))
      throw new StoreError(
        'BadValue',
        `Cannot apply $bit to a value of non-integral type.{_id: ${String(document._id)}} has the field ${path.split('.').at(-1)} of non-integer type ${typeName(current)}`,
      )
    setAt(document, path, steps.reduce(applyBit, current))
  }
}

function checkBit(name: string, operand: unknown): void {
  if (!Object.hasOwn(BITS, name))
    throw new StoreError(
      'BadValue',
      `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
    )
  if (!isNumeric(operand) || !isIntegral(operand))
    throw new StoreError(
      'BadValue',
      `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(operand)}' is not supported here`,
    )
}

function applyBit(current: unknown, [name, operand]: [string, unknown]): unknown {
  const result = BITS[name]?.(toBigInt(current), toBigInt(operand)) ?? 0n
  return isLong(current) || isLong(operand) ? Long.fromBigInt(result) : integer(result)
}
