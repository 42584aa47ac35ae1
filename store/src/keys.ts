import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import {
  beginKey,
  endKey,
  invert,
  invertFrom,
  keyLength,
  writeByte,
  writeBytes,
  writeDouble,
  writeInt64,
  writeText,
  writeUint32,
  writeUint64,
} from './keybytes.ts'
import { type Doc, isDoc, isLong, isNumeric, toNumber } from './values.ts'

/**
 * Order-preserving bytes: `Buffer.compare(encodeKey([a]), encodeKey([b]))` is MongoDB's order of `a` and `b` across types
 * (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/). The code is prefix-free: no value's bytes
 * start another's, so fields simply follow one another, and a descending field is the same bytes inverted.
 */
export const TAG = {
  minKey: 0x08,
  emptyArray: 0x0c,
  null: 0x10,
  number: 0x20,
  string: 0x30,
  object: 0x40,
  array: 0x50,
  binData: 0x60,
  objectId: 0x70,
  bool: 0x80,
  date: 0x90,
  timestamp: 0xa0,
  regex: 0xb0,
  code: 0xc0,
  maxKey: 0xf0,
} as const

/** What an empty array is in a multikey index: below null, as MongoDB's `undefined`. */
export const EMPTY_ARRAY = Symbol('empty array')

const END = 0x02

/**
 * The key of some values, one a field; `descending[i]` inverts the bytes of the i-th, `suffix` follows as it is. Throws a TypeError for
 * what BSON has not.
 */
export function encodeKey(
  values: readonly unknown[],
  descending?: readonly boolean[],
  suffix?: Buffer,
): Buffer {
  beginKey()
  for (let i = 0; i < values.length; i++) {
    const start = keyLength()
    write(values[i])
    if (descending?.[i]) invertFrom(start)
  }
  if (suffix) writeBytes(suffix)
  return Buffer.from(endKey())
}

/** The order of two values: negative, zero, positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a + b)) {
    return a < b ? -1 : a > b ? 1 : 0
  }
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  return Buffer.compare(encodeKey([a]), encodeKey([b]))
}

export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return false
  if (a instanceof ObjectId && b instanceof ObjectId) return a.equals(b)
  return compareValues(a, b) === 0
}

/** The first byte of a value's key: its class in the order of types. */
export function tagOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof BSONSymbol) return TAG.string
  if (isNumeric(value) || value instanceof Decimal128 || typeof value === 'bigint')
    return TAG.number
  if (value === null || value === undefined) return TAG.null
  if (typeof value === 'boolean') return TAG.bool
  if (value instanceof Date) return TAG.date
  if (value instanceof ObjectId) return TAG.objectId
  if (Array.isArray(value)) return TAG.array
  if (isDoc(value)) return TAG.object
  return tagOfRare(value)
}

function tagOfRare(value: unknown): number {
  if (value === EMPTY_ARRAY) return TAG.emptyArray
  if (value instanceof Binary || value instanceof Uint8Array) return TAG.binData
  if (value instanceof Timestamp) return TAG.timestamp
  if (value instanceof BSONRegExp || value instanceof RegExp) return TAG.regex
  if (value instanceof Code) return TAG.code
  if (value instanceof MinKey) return TAG.minKey
  if (value instanceof MaxKey) return TAG.maxKey
  if (typeof value === 'object' && value !== null) return TAG.object
  throw new TypeError(`no BSON value: ${typeof value}`)
}

function write(value: unknown): void {
  const tag = tagOf(value)
  writeByte(tag)
  if (tag === TAG.string) writeText(String(value))
  else if (tag === TAG.number) writeNumber(value)
  else if (value instanceof ObjectId) writeBytes(value.id)
  else if (typeof value === 'boolean') writeByte(value ? 1 : 0)
  else if (value instanceof Date) writeInt64(BigInt(value.getTime()))
  else if (Array.isArray(value)) writeItems(value)
  else if (tag === TAG.object) writeFields(value)
  else writeRare(value)
}

function writeRare(value: unknown): void {
  if (value instanceof Binary) writeBinary(value.buffer.subarray(0, value.position), value.sub_type)
  else if (value instanceof Uint8Array) writeBinary(value, 0)
  else if (value instanceof Timestamp) writeUint64(value.toBigInt())
  else if (value instanceof BSONRegExp) writeTexts(value.pattern, value.options)
  else if (value instanceof RegExp) writeTexts(value.source, value.flags)
  else if (value instanceof Code) writeTexts(String(value.code), '')
}

function writeTexts(first: string, second: string): void {
  writeText(first)
  writeText(second)
}

function writeBinary(data: Uint8Array, subType: number): void {
  writeUint32(data.length)
  writeByte(subType)
  writeBytes(data)
}

function writeItems(items: readonly unknown[]): void {
  for (const item of items) write(item)
  writeByte(END)
}

/** Field by field: type, name, value; a document that ends first is smaller. */
function writeFields(value: unknown): void {
  const document: Doc = isDoc(value) ? value : Object.fromEntries(Object.entries(Object(value)))
  for (const [name, field] of Object.entries(document)) {
    if (field === undefined) continue
    writeByte(tagOf(field))
    writeText(name)
    write(field)
  }
  writeByte(END)
}

/**
 * Eight bytes of the nearest double, then 80, or 7F / 81 with the double of what was rounded away: exact for every Long,
 * and for a Decimal128 of up to 30 digits within the range of a double.
 */
function writeNumber(value: unknown): void {
  const nearest =
    value instanceof Decimal128
      ? Number(value.toString())
      : typeof value === 'bigint'
        ? Number(value)
        : toNumber(value)
  writeDouble(nearest)
  const rest = remainder(value, nearest)
  writeByte(rest === 0 ? 0x80 : rest > 0 ? 0x81 : 0x7f)
  if (rest !== 0) writeDouble(rest)
}

function remainder(value: unknown, nearest: number): number {
  if (isLong(value) && !Number.isSafeInteger(nearest))
    return Number(value.toBigInt() - BigInt(nearest))
  if (!(value instanceof Decimal128) || !Number.isFinite(nearest)) return 0
  return decimalRemainder(value.toString(), nearest)
}

/** `decimal - double` as a double, by whole numbers scaled by a common power of ten and of two. */
function decimalRemainder(decimal: string, double: number): number {
  const [mantissa, exponent] = decimalParts(decimal)
  if (Math.abs(exponent) > 400) return 0
  const [bits, power] = doubleParts(double)
  const ten = 10n ** BigInt(Math.abs(exponent))
  const two = 2n ** BigInt(Math.abs(power))
  const scale = (exponent < 0 ? ten : 1n) * (power < 0 ? two : 1n)
  const left = mantissa * (exponent < 0 ? 1n : ten) * (power < 0 ? two : 1n)
  const right = bits * (power < 0 ? 1n : two) * (exponent < 0 ? ten : 1n)
  return ratio(left - right, scale)
}

function decimalParts(decimal: string): [bigint, number] {
  const match = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(decimal)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? []
  return [BigInt(`${sign}${whole}${fraction}`), Number(exponent) - fraction.length]
}

function doubleParts(double: number): [bigint, number] {
  let power = 0
  let scaled = double
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    power--
  }
  return [BigInt(scaled), power]
}

/** A quotient of big numbers as a double, with 60 bits of it kept. */
function ratio(over: bigint, under: bigint): number {
  if (over === 0n) return 0
  const shift = Math.max(0, 60 + under.toString(2).length - over.toString(2).length)
  return Number((over << BigInt(shift)) / under) / 2 ** shift
}

/** The bytes of a key part for a descending field. */
export function inverted(part: Buffer): Buffer {
  const out = Buffer.from(part)
  invert(out, 0, out.length)
  return out
}

/** The smallest key above every key that starts with `prefix` (whose first byte, a tag, is never FF). */
export function afterPrefix(prefix: Buffer): Buffer {
  let end = prefix.length
  while (end > 0 && prefix[end - 1] === 0xff) end--
  const out = Buffer.from(prefix.subarray(0, end))
  out[end - 1] = (out[end - 1] ?? 0) + 1
  return out
}

/** Whether `key` begins with `prefix`. */
export function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && Buffer.compare(key.subarray(0, prefix.length), prefix) === 0
}
