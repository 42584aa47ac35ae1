import { Decimal128, Double, MaxKey, MinKey } from 'bson'
import { bitTest } from './bits.ts'
import { StoreError } from './errors.ts'
import { compileExpression } from './expressions/compile.ts'
import { compareValues, encodeKey, equalValues, tagOf } from './keys.ts'
import { searcher, toRegExp } from './regex.ts'
import { typeTest } from './types.ts'
import { type Doc, isDoc, isNumeric, isRegex, isTrue, toNumber, valuesAt } from './values.ts'

type Predicate = (document: Doc) => boolean
type Test = (value: unknown) => boolean

/** How a test of one value is asked of what it is about: a path of a document, or one element of an array as it stands. */
type Reach = (test: Test, whole?: boolean) => Test

export interface Filter {
  test: Predicate
  /** Whether documents must be decoded with BSON number types for it. */
  typed: boolean
}

/** Compiles a filter; throws StoreError as MongoDB does for what is no query. */
export function compileFilter(filter: Doc): Filter {
  const ready = prepare(filter)
  if (!isDoc(ready)) throw new StoreError('BadValue', 'a filter must be a document')
  return { test: filterTest(ready), typed: usesType(ready) }
}

/** Regular expressions of BSON as JavaScript's, `$options` joined to its `$regex`, all else as it is. */
export function prepare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepare)
  if (isRegex(value)) return toRegExp(value)
  if (!isDoc(value)) return value
  if ('$regex' in value) return regexClause(value)
  if ('$options' in value) throw new StoreError('BadValue', '$options needs a $regex')
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === '$expr' ? item : prepare(item)]),
  )
}

/** What `$elemMatch` asks of one element: operators ask it of the value, anything else of an embedded document (or array). */
export function elementTest(criteria: unknown): Test {
  if (!isDoc(criteria)) throw new StoreError('BadValue', '$elemMatch needs an Object')
  if (asksOfValue(criteria)) return conditions(criteria, test => test)
  const test = filterTest(criteria)
  return value =>
    isDoc(value) ? test(value) : Array.isArray(value) && test(Object.fromEntries(value.entries()))
}

/** What `$pull` asks of one element: as a query on a field that holds it, or on the document that it is. */
export function pullTest(criteria: Doc): Test {
  if (asksOfValue(criteria)) {
    const test = onPath('value', criteria)
    return value => test({ value })
  }
  const test = filterTest(criteria)
  return value => isDoc(value) && test(value)
}

function asksOfValue(criteria: Doc): boolean {
  const [first] = Object.keys(criteria)
  return (
    first?.startsWith('$') === true && !['$and', '$or', '$nor', '$expr', '$where'].includes(first)
  )
}

function filterTest(filter: Doc): Predicate {
  const tests = Object.entries(filter).map(([key, value]) =>
    key.startsWith('$') ? topLevel(key, value) : onPath(key, value),
  )
  const [only] = tests
  if (tests.length === 1 && only) return only
  return document => tests.every(test => test(document))
}

const REFUSED = new Set(
  '$where $text $jsonSchema $near $nearSphere $geoWithin $geoIntersects $within $sampleRate'.split(
    ' ',
  ),
)

function topLevel(name: string, value: unknown): Predicate {
  if (name === '$comment') return () => true
  if (name === '$expr') {
    const evaluate = compileExpression(value)
    return document => isTrue(evaluate({ root: document, variables: {} }))
  }
  if (REFUSED.has(name)) throw refusal(name)
  if (name !== '$and' && name !== '$or' && name !== '$nor')
    throw new StoreError(
      'BadValue',
      `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
    )
  const tests = branches(name, value)
  if (name === '$and') return document => tests.every(test => test(document))
  return document => tests.some(test => test(document)) === (name === '$or')
}

function branches(name: string, value: unknown): Predicate[] {
  if (!Array.isArray(value)) throw new StoreError('BadValue', `${name} must be an array`)
  if (value.length === 0) throw new StoreError('BadValue', '$and/$or/$nor must be a nonempty array')
  return value.map(each => {
    if (!isDoc(each))
      throw new StoreError('BadValue', '$or/$and/$nor entries need to be full objects')
    return filterTest(each)
  })
}

function onPath(path: string, value: unknown): Predicate {
  const reach = along(path)
  if (value instanceof RegExp) return reach(finds(value))
  const [first] = isDoc(value) ? Object.keys(value) : []
  return isDoc(value) && first?.startsWith('$') ? conditions(value, reach) : reach(equals(value))
}

/** Some value at the path, or (unless asked of whole values) some element of an array that ends it. */
function along(path: string): Reach {
  return (test, whole) => {
    const either: Test = whole
      ? test
      : value => test(value) || (Array.isArray(value) && value.some(test))
    if (path.includes('.')) return root => valuesAt(root, path).some(either)
    return root => either(isDoc(root) && Object.hasOwn(root, path) ? root[path] : undefined)
  }
}

function conditions(operators: Doc, reach: Reach): Test {
  const tests = Object.entries(operators).map(([name, operand]) => condition(name, operand, reach))
  const [only] = tests
  return tests.length === 1 && only ? only : subject => tests.every(test => test(subject))
}

function condition(name: string, operand: unknown, reach: Reach): Test {
  if (name === '$not') return not(negated(operand, reach))
  if (name === '$ne') return not(reach(equals(comparable(name, operand))))
  if (name === '$nin') return not(reach(oneOf(name, operand)))
  if (name === '$all') return all(operand, reach)
  if (name === '$comment') return () => true
  if (REFUSED.has(name)) throw refusal(name)
  const leaf = Object.hasOwn(LEAVES, name) ? LEAVES[name] : undefined
  if (!leaf) throw new StoreError('BadValue', `unknown operator: ${name}`)
  if (name === '$exists' && !isTrue(operand)) return not(reach(leaf(operand), true))
  return reach(leaf(operand), ['$exists', '$size', '$elemMatch'].includes(name))
}

/** The leaf operators: same order and equality as the indexes, so that a plan never changes what matches. */
const LEAVES: Record<string, (operand: unknown) => Test> = {
  $eq: equals,
  $gt: limit => ordered('$gt', limit, order => order > 0),
  $gte: limit => ordered('$gte', limit, order => order >= 0),
  $lt: limit => ordered('$lt', limit, order => order < 0),
  $lte: limit => ordered('$lte', limit, order => order <= 0),
  $in: list => oneOf('$in', list),
  $exists: () => value => value !== undefined,
  $regex: pattern => finds(toRegExp(pattern)),
  $type: typeTest,
  $mod: remainder,
  $size: wanted => {
    const size = sizeOf(wanted)
    return value => Array.isArray(value) && value.length === size
  },
  $elemMatch: criteria => {
    const test = elementTest(criteria)
    return value => Array.isArray(value) && value.some(test)
  },
  $bitsAllSet: mask => bitTest('$bitsAllSet', mask),
  $bitsAllClear: mask => bitTest('$bitsAllClear', mask),
  $bitsAnySet: mask => bitTest('$bitsAnySet', mask),
  $bitsAnyClear: mask => bitTest('$bitsAnyClear', mask),
}

function not(test: Test): Test {
  return subject => !test(subject)
}

function negated(operand: unknown, reach: Reach): Test {
  if (operand instanceof RegExp) return reach(finds(operand))
  if (!isDoc(operand)) throw new StoreError('BadValue', '$not needs a regex or a document')
  if (Object.keys(operand).length === 0) throw new StoreError('BadValue', '$not cannot be empty')
  return conditions(operand, reach)
}

/** Each item somewhere in the array, or (an item `{ $elemMatch }`) each met by some element. */
function all(wanted: unknown, reach: Reach): Test {
  if (!Array.isArray(wanted)) throw new StoreError('BadValue', '$all needs an array')
  const matching = wanted.filter(item => isDoc(item) && '$elemMatch' in item)
  const nested = wanted.filter(item => isDoc(item) && Object.keys(item)[0]?.startsWith('$'))
  if (nested.length > 0 && matching.length !== wanted.length)
    throw new StoreError('BadValue', 'no $ expressions in $all')
  const tests = wanted.map(item =>
    isDoc(item) && matching.length > 0 ? conditions(item, reach) : reach(member(item)),
  )
  return subject => tests.length > 0 && tests.every(test => test(subject))
}

function equals(wanted: unknown): Test {
  if (wanted === null || wanted === undefined) return value => value === null || value === undefined
  return value => value !== undefined && equalValues(value, wanted)
}

/** A regular expression finds texts, and is found where it is stored itself. */
function finds(pattern: RegExp): Test {
  const search = searcher(pattern)
  return value =>
    typeof value === 'string' ? search(value) : isRegex(value) && equalValues(value, pattern)
}

function member(item: unknown): Test {
  return item instanceof RegExp ? finds(item) : equals(item)
}

function oneOf(operator: string, wanted: unknown): Test {
  if (!Array.isArray(wanted)) throw new StoreError('BadValue', `${operator} needs an array`)
  if (wanted.some(item => isDoc(item) && Object.keys(item)[0]?.startsWith('$')))
    throw new StoreError('BadValue', `cannot nest $ under ${operator}`)
  const plain = wanted.filter(item => !(item instanceof RegExp) && item !== null)
  const others = wanted.filter(item => item instanceof RegExp || item === null).map(member)
  const values = plain.length > 16 ? [memberOfMany(plain)] : plain.map(equals)
  const tests = [...values, ...others]
  return value => tests.some(test => test(value))
}

function memberOfMany(items: unknown[]): Test {
  if (items.every(item => typeof item === 'string')) {
    const texts = new Set<unknown>(items)
    return value => texts.has(value)
  }
  const keyOf = (value: unknown) => encodeKey([value]).toString('latin1')
  const keys = new Set(items.map(keyOf))
  return value => value !== undefined && keys.has(keyOf(value))
}

/** An order comparison, within one class of types only: `{ $gt: 5 }` never matches a string. MinKey and MaxKey compare with all. */
function ordered(operator: string, limit: unknown, accepts: (order: number) => boolean): Test {
  comparable(operator, limit)
  if (limit instanceof MinKey || limit instanceof MaxKey)
    return value => tagOf(value) !== tagOf(limit) || accepts(0)
  const tag = tagOf(limit)
  const isNaNLimit = isNaNumber(limit)
  return value => {
    if (value === undefined) return limit === null && accepts(0)
    if (tagOf(value) !== tag) return false
    if (isNaNumber(value) !== isNaNLimit) return false
    return accepts(compareValues(value, limit))
  }
}

function isNaNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value)
  return (value instanceof Double || value instanceof Decimal128) && value.toString() === 'NaN'
}

function comparable(operator: string, operand: unknown): unknown {
  if (operand instanceof RegExp)
    throw new StoreError('BadValue', `Can't have regex as arg to ${operator}.`)
  return operand
}

function remainder(rule: unknown): Test {
  if (!Array.isArray(rule)) throw malformed('needs to be an array')
  if (rule.length < 2) throw malformed('not enough elements')
  if (rule.length > 2) throw malformed('too many elements')
  const [by, rest] = rule.map((part, i) => {
    if (!isNumeric(part) || !Number.isFinite(toNumber(part)))
      throw malformed(i === 0 ? 'divisor not a number' : 'remainder not a number')
    return Math.trunc(toNumber(part))
  })
  if (!by) throw new StoreError('BadValue', 'divisor cannot be 0')
  return value =>
    isNumeric(value) && Number.isFinite(toNumber(value)) && dividedRest(value, by) === rest
}

/** The remainder of a number cut to a whole one; a Long beyond what a double holds is divided exactly. */
function dividedRest(value: unknown, by: number): number {
  const number = Math.trunc(toNumber(value))
  return Number.isSafeInteger(number)
    ? (number % by) + 0
    : Number(BigInt(String(value)) % BigInt(by))
}

function malformed(what: string): StoreError {
  return new StoreError('BadValue', `malformed mod, ${what}`)
}

function sizeOf(wanted: unknown): number {
  const problem = !isNumeric(wanted)
    ? 'a number'
    : !Number.isInteger(toNumber(wanted))
      ? 'an integer'
      : toNumber(wanted) < 0
        ? 'a non-negative number'
        : undefined
  if (problem)
    throw new StoreError(
      'BadValue',
      `Failed to parse $size. Expected ${problem} in: $size: ${String(wanted)}`,
    )
  return toNumber(wanted)
}

function regexClause(clause: Doc): Doc {
  const { $regex, $options, ...rest } = clause
  if (typeof $regex !== 'string' && !isRegex($regex))
    throw new StoreError('BadValue', '$regex has to be a string')
  if ($options !== undefined && typeof $options !== 'string')
    throw new StoreError('BadValue', '$options has to be a string')
  if (typeof $options === 'string' && isRegex($regex) && flagsOf($regex) !== '')
    throw new StoreError('Location51075', 'options set in both $regex and $options')
  const others = prepare(rest)
  return { ...(isDoc(others) ? others : {}), $regex: toRegExp($regex, $options) }
}

function flagsOf(regex: { options: string } | RegExp): string {
  return regex instanceof RegExp ? regex.flags : regex.options
}

function usesType(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesType)
  return (
    isDoc(value) &&
    Object.entries(value).some(
      ([key, item]) => key === '$type' || key === '$expr' || usesType(item),
    )
  )
}

function refusal(operator: string): StoreError {
  return new StoreError('NotImplemented', `${operator} is not supported by this store`)
}
