import { BSONRegExp, Double, deserialize, Int32, Long, serialize, Timestamp } from 'bson'
import { StoreError } from './errors.ts'

/** A decoded BSON document. Values are whatever `bson` gives: strings, numbers, dates, arrays, ObjectId, Long… */
export type Doc = Record<string, unknown>

const PLAIN = { promoteBuffers: false, bsonRegExp: true, validation: { utf8: false } } as const
const TYPED = { ...PLAIN, promoteValues: false, promoteLongs: false } as const

/** Bytes to a document whose numbers are JavaScript numbers (a Long beyond 2^53 stays a Long): for matching and aggregation. */
export function decode(bytes: Uint8Array): Doc {
  return deserialize(bytes, PLAIN)
}

/** Bytes to a document whose numbers keep their BSON type (Int32, Double, Long): what updates work on. */
export function decodeTyped(bytes: Uint8Array): Doc {
  return deserialize(bytes, TYPED)
}

/**
 * A document to bytes; fields whose value is `undefined` are left out, as a missing field. Throws BSONObjectTooLarge for what does
 * not fit the 17 MiB that `bson` has room for.
 */
export function encode(document: Doc): Buffer {
  try {
    const bytes = serialize(document, { ignoreUndefined: true })
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StoreError('BSONObjectTooLarge', 'BSONObj size must be between 0 and 16777216 bytes')
  }
}

export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && value.constructor === Object
}

/** A 64-bit integer; a Timestamp is one too to `bson`, but not to MongoDB. */
export function isLong(value: unknown): value is Long {
  return Long.isLong(value) && !(value instanceof Timestamp)
}

export function isNumeric(value: unknown): value is number | Int32 | Double | Long {
  return (
    typeof value === 'number' || value instanceof Int32 || value instanceof Double || isLong(value)
  )
}

/** The JavaScript number of any BSON number but Decimal128, NaN for anything else. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (isLong(value)) return value.toNumber()
  return value instanceof Int32 || value instanceof Double ? value.valueOf() : Number.NaN
}

/** The same value with plain JavaScript numbers inside: a typed document made fit for filters. */
export function promote(value: unknown): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.valueOf()
  if (isLong(value)) {
    const number = value.toNumber()
    return Number.isSafeInteger(number) ? number : value
  }
  if (Array.isArray(value)) return value.map(promote)
  return isDoc(value) ? promoteDoc(value) : value
}

export function promoteDoc(document: Doc): Doc {
  const out: Doc = {}
  for (const key of Object.keys(document)) setField(out, key, promote(document[key]))
  return out
}

/** `target[key] = value` that cannot be led to a prototype by a field called `__proto__`. */
export function setField(target: Doc, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
}

export function isRegex(value: unknown): value is RegExp | BSONRegExp {
  return value instanceof RegExp || value instanceof BSONRegExp
}

/** What MongoDB takes for true: all but false, null, a missing value and zero. */
export function isTrue(value: unknown): boolean {
  if (isNumeric(value)) return toNumber(value) !== 0
  return value !== false && value !== null && value !== undefined
}

/**
 * All values that a dotted path reaches, arrays on the way being walked through, as MongoDB matches them. A missing
 * field counts as `undefined`. The last value is given whole: looking into an array that ends the path is the caller's.
 */
export function valuesAt(root: unknown, path: string): unknown[] {
  if (!path.includes('.')) return [isDoc(root) ? own(root, path) : undefined]
  const out: unknown[] = []
  walk(root, path.split('.'), 0, out)
  return out
}

function walk(value: unknown, parts: string[], depth: number, out: unknown[]): void {
  const part = parts[depth]
  if (part === undefined) {
    out.push(value)
  } else if (Array.isArray(value)) {
    if (/^\d+$/.test(part) && Number(part) < value.length)
      walk(value[Number(part)], parts, depth + 1, out)
    for (const item of value) if (isDoc(item)) walk(item, parts, depth, out)
  } else {
    walk(
      isDoc(value) ? own(value, part) : undefined,
      parts,
      value === undefined ? parts.length : depth + 1,
      out,
    )
  }
}

/** An own field of a document: never what `Object.prototype` has under that name. */
export function own(document: Doc, key: string): unknown {
  return Object.hasOwn(document, key) ? document[key] : undefined
}
