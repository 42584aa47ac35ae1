import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { StoreError } from './errors.ts'
import { isLong, isNumeric, toNumber } from './values.ts'

/** The types of BSON by name, as `$type` takes them. */
const CODES: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
}
const NUMBERS = ['double', 'int', 'long', 'decimal']

/** The name of a value's BSON type; `missing` for nothing. A plain JavaScript number has the type that the driver sends it as. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return new Int32(value).value === value ? 'int' : 'double'
  if (typeof value === 'string') return 'string'
  if (Array.isArray(value)) return 'array'
  if (isLong(value)) return 'long'
  return CLASSES.find(([type]) => value instanceof type)?.[1] ?? codeName(value)
}

/** A test of values (with BSON number types) for `$type`'s argument: a name, a number, or several. */
export function typeTest(wanted: unknown): (value: unknown) => boolean {
  const list = Array.isArray(wanted) ? wanted : [wanted]
  if (list.length === 0) throw new StoreError('FailedToParse', '$type must match at least one type')
  const names = new Set(list.flatMap(namesOf))
  return value => value !== undefined && names.has(typeName(value))
}

const CLASSES: [abstract new (...args: never[]) => object, string][] = [
  [Int32, 'int'],
  [Double, 'double'],
  [Date, 'date'],
  [ObjectId, 'objectId'],
  [Decimal128, 'decimal'],
  [Binary, 'binData'],
  [RegExp, 'regex'],
  [BSONRegExp, 'regex'],
  [Timestamp, 'timestamp'],
  [BSONSymbol, 'symbol'],
  [MinKey, 'minKey'],
  [MaxKey, 'maxKey'],
  [DBRef, 'object'],
]

function codeName(value: unknown): string {
  if (!(value instanceof Code)) return 'object'
  return value.scope ? 'javascriptWithScope' : 'javascript'
}

function namesOf(wanted: unknown): string[] {
  if (wanted === 'number') return NUMBERS
  if (typeof wanted === 'string') {
    if (Object.hasOwn(CODES, wanted)) return [wanted]
    throw new StoreError('BadValue', `Unknown type name alias: ${wanted}`)
  }
  const name = Object.keys(CODES).find(each => CODES[each] === toNumber(wanted))
  if (isNumeric(wanted) && name) return [name]
  if (isNumeric(wanted))
    throw new StoreError('BadValue', `Invalid numerical type code: ${String(wanted)}`)
  throw new StoreError('TypeMismatch', 'type must be represented as a number or a string')
}
