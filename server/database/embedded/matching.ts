import { Double, Int32 } from 'bson'
import { Context } from 'mingo'
import * as accumulator from 'mingo/operators/accumulator'
import * as expression from 'mingo/operators/expression'
import * as pipeline from 'mingo/operators/pipeline'
import * as projection from 'mingo/operators/projection'
import * as query from 'mingo/operators/query'
import * as window from 'mingo/operators/window'
import { Query } from 'mingo/query'
import type { Options } from 'mingo/types'
import { StoreError } from './errors.ts'
import { compareValues, equalValues, tagOf } from './keys.ts'
import { stages } from './stages.ts'
import { type Doc, isDoc, isLong, isNumeric, toNumber, toRegExp, valuesAt } from './values.ts'

type Predicate = (document: Doc) => boolean
type Test = (value: unknown) => boolean

/**
 * The leaf operators of a query, in place of mingo's: same paths, order and equality as the indexes, so a plan never changes
 * what matches. Logic ($and, $or, $nor, $not), $expr and the $bits family stay mingo's.
 */
const operators = {
  $eq: (path: string, wanted: unknown) => anyValue(path, equals(wanted)),
  $ne: (path: string, wanted: unknown) => not(anyValue(path, equals(wanted))),
  $in: (path: string, wanted: unknown) => anyValue(path, oneOf('$in', wanted)),
  $nin: (path: string, wanted: unknown) => not(anyValue(path, oneOf('$nin', wanted))),
  $gt: (path: string, limit: unknown) =>
    anyValue(
      path,
      ordered(limit, order => order > 0),
    ),
  $gte: (path: string, limit: unknown) =>
    anyValue(
      path,
      ordered(limit, order => order >= 0),
    ),
  $lt: (path: string, limit: unknown) =>
    anyValue(
      path,
      ordered(limit, order => order < 0),
    ),
  $lte: (path: string, limit: unknown) =>
    anyValue(
      path,
      ordered(limit, order => order <= 0),
    ),
  $exists: (path: string, wanted: unknown) => {
    const expected = isNumeric(wanted) ? toNumber(wanted) !== 0 : Boolean(wanted)
    return (document: Doc) =>
      valuesAt(document, path).some(value => value !== undefined) === expected
  },
  $type: (path: string, types: unknown) =>
    anyValue(path, hasType(Array.isArray(types) ? types : [types])),
  $regex: (path: string, pattern: unknown) => {
    const expression = toRegExp(pattern)
    return anyValue(path, value => typeof value === 'string' && expression.test(value))
  },
  $mod: (path: string, rule: unknown) => {
    if (!Array.isArray(rule) || rule.length !== 2)
      throw new StoreError('BadValue', 'malformed mod, not enough elements')
    const [divisor, rest] = rule.map(part => Math.trunc(toNumber(part)))
    return anyValue(
      path,
      value => isNumeric(value) && Math.trunc(toNumber(value)) % (divisor ?? 0) === rest,
    )
  },
  $size: (path: string, size: unknown) => (document: Doc) =>
    valuesAt(document, path).some(value => Array.isArray(value) && value.length === toNumber(size)),
  $all: (path: string, wanted: unknown) => {
    if (!Array.isArray(wanted)) throw new StoreError('BadValue', '$all needs an array')
    const tests = wanted.map(item =>
      isDoc(item) && '$elemMatch' in item ? elemMatch(path, item.$elemMatch) : allItem(path, item),
    )
    return (document: Doc) => tests.length > 0 && tests.every(test => test(document))
  },
  $elemMatch: elemMatch,
  $jsonSchema: refused('$jsonSchema'),
}

/** mingo's operators, with the leaf operators above: for every Query and Aggregator of this store. */
export const context: Context = Context.init({
  accumulator: named(accumulator),
  expression: named(expression),
  pipeline: { ...named(pipeline), ...stages },
  projection: named(projection),
  window: named(window),
  query: { ...named(query), ...leaves() },
})

/** Options for mingo in its own form, which it does not copy; a plain object costs it a copy of the whole context each time. */
export const mingoOptions: Options = ownOptions()

function named<T extends { default: unknown }>(module: T): Omit<T, 'default'> {
  const { default: _default, ...operatorsByName } = module
  return operatorsByName
}

/** The leaf operators in the loose form that mingo's types ask for. */
function leaves() {
  const loose = Object.entries(operators).map(([name, compile]) => {
    return [name, (...args: unknown[]) => onDocument(compile(String(args[0]), args[1]))] as const
  })
  return Object.fromEntries(loose)
}

function onDocument(predicate: Predicate) {
  return (...args: unknown[]) => isDoc(args[0]) && predicate(args[0])
}

function ownOptions(): Options {
  let options: Options | undefined
  const capture = Context.from(context).addQueryOps({
    $capture: (...args) => {
      options = args[2]
      return () => true
    },
  })
  new Query({ any: { $capture: true } }, { context: capture, scriptEnabled: false })
  if (!options) throw new Error('mingo gave no options')
  return options
}

export interface Filter {
  test: Predicate
  /** Whether documents must be decoded with BSON number types for it. */
  typed: boolean
}

/** Compiles a filter; throws StoreError or a MingoError for what is no query. */
export function compileFilter(filter: Doc): Filter {
  const ready = prepare(filter)
  if (!isDoc(ready)) throw new StoreError('BadValue', 'a filter must be a document')
  const compiled = new Query(ready, mingoOptions)
  return { test: document => compiled.test(document), typed: usesType(ready) }
}

/** Regular expressions of BSON as JavaScript's, all else as it is: mingo must see what it knows. */
export function prepare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepare)
  if (
    typeof value === 'object' &&
    value !== null &&
    '_bsontype' in value &&
    value._bsontype === 'BSONRegExp'
  )
    return toRegExp(value)
  if (!isDoc(value)) return value
  if ('$regex' in value) return regexClause(value)
  if ('$options' in value) throw new StoreError('BadValue', '$options needs a $regex')
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, prepare(item)]))
}

function regexClause(clause: Doc): Doc {
  const { $regex, $options, ...rest } = clause
  const others = prepare(rest)
  return { ...(isDoc(others) ? others : {}), $regex: toRegExp($regex, $options) }
}

function usesType(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(usesType)
  return (
    isDoc(value) && Object.entries(value).some(([key, item]) => key === '$type' || usesType(item))
  )
}

/** Some value at the path, or some element of an array that ends it. */
function anyValue(path: string, test: Test): Predicate {
  const either: Test = value => test(value) || (Array.isArray(value) && value.some(test))
  if (!path.includes('.'))
    return document => either(Object.hasOwn(document, path) ? document[path] : undefined)
  return document => valuesAt(document, path).some(either)
}

function not(predicate: Predicate): Predicate {
  return document => !predicate(document)
}

function equals(wanted: unknown): Test {
  if (wanted instanceof RegExp) return value => typeof value === 'string' && wanted.test(value)
  if (wanted === null || wanted === undefined) return value => value === null || value === undefined
  return value => value !== undefined && equalValues(value, wanted)
}

function oneOf(operator: string, wanted: unknown): Test {
  if (!Array.isArray(wanted)) throw new StoreError('BadValue', `${operator} needs an array`)
  if (wanted.length > 16 && wanted.every(item => typeof item === 'string')) {
    const set = new Set<unknown>(wanted)
    return value => set.has(value)
  }
  const tests = wanted.map(equals)
  return value => tests.some(test => test(value))
}

/** An order comparison, within one class of types only: `{ $gt: 5 }` never matches a string. */
function ordered(limit: unknown, accepts: (order: number) => boolean): Test {
  const tag = tagOf(limit)
  const isNaNLimit = isNumeric(limit) && Number.isNaN(toNumber(limit))
  return value => {
    if (value === undefined) return limit === null && accepts(0)
    if (tagOf(value) !== tag) return false
    if (isNumeric(value) && Number.isNaN(toNumber(value)) !== isNaNLimit) return false
    return accepts(compareValues(value, limit))
  }
}

function allItem(path: string, wanted: unknown): Predicate {
  return anyValue(path, equals(wanted))
}

function elemMatch(path: string, criteria: unknown): Predicate {
  const test = elementTest(criteria)
  return document =>
    valuesAt(document, path).some(value => Array.isArray(value) && value.some(test))
}

/** What `$elemMatch` asks of one element: operators ask it of the value, anything else of an embedded document. */
export function elementTest(criteria: unknown): Test {
  if (!isDoc(criteria)) throw new StoreError('BadValue', '$elemMatch needs an Object')
  const keys = Object.keys(criteria)
  const onValue =
    keys.length > 0 &&
    keys.every(key => key.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(key))
  const compiled = new Query(onValue ? { value: criteria } : criteria, mingoOptions)
  return onValue ? value => compiled.test({ value }) : value => isDoc(value) && compiled.test(value)
}

const TYPES: Record<string, [number, Test]> = {
  double: [1, value => value instanceof Double],
  string: [2, value => typeof value === 'string'],
  object: [3, isDoc],
  array: [4, Array.isArray],
  binData: [5, value => bsonType(value) === 'Binary'],
  objectId: [7, value => bsonType(value) === 'ObjectId'],
  bool: [8, value => typeof value === 'boolean'],
  date: [9, value => value instanceof Date],
  null: [10, value => value === null],
  regex: [11, value => value instanceof RegExp || bsonType(value) === 'BSONRegExp'],
  int: [16, value => value instanceof Int32],
  timestamp: [17, value => bsonType(value) === 'Timestamp'],
  long: [18, isLong],
  decimal: [19, value => bsonType(value) === 'Decimal128'],
}

function hasType(types: unknown[]): Test {
  const tests = types.map(type => {
    if (type === 'number')
      return (value: unknown) => isNumeric(value) || bsonType(value) === 'Decimal128'
    const found = Object.entries(TYPES).find(
      ([name, [code]]) => name === type || code === toNumber(type),
    )
    if (!found) throw new StoreError('BadValue', `Unknown type name alias: ${String(type)}`)
    return found[1][1]
  })
  return value => tests.some(test => test(value))
}

function bsonType(value: unknown): unknown {
  return typeof value === 'object' && value !== null && '_bsontype' in value
    ? value._bsontype
    : undefined
}

function refused(operator: string) {
  return (_path: string, _value: unknown): Predicate => {
    throw new StoreError('NotImplemented', `${operator} is not supported by this store`)
  }
}
