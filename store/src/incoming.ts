import { isUtf8 } from 'node:buffer'
import { StoreError } from './errors.ts'

/** As MongoDB's `maxBSONDepth`: what is nested deeper could overflow the stack of whoever reads it. */
const DEEPEST = 200

/** Bytes of the types whose length never varies (bsonspec.org). */
const FIXED = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
])
const LENGTHS = Array.from({ length: 256 }, (_, type) => FIXED.get(type) ?? -1)

/**
 * Walks over a document that came from outside, without decoding it. Throws Overflow for one nested too deep, BadValue for text
 * that is not UTF-8 (no driver could read it back) and a plain Error for bytes that are not BSON.
 */
export function checkDocument(bytes: Buffer): void {
  if (document(bytes, 0, bytes.length, 1) !== bytes.length) throw damaged(bytes.length)
}

/** Past a value of a document that is known to be sound; nothing for the rare types. */
export function past(bytes: Buffer, type: number, at: number): number | undefined {
  const fixed = LENGTHS[type] ?? -1
  if (fixed >= 0) return at + fixed
  switch (type) {
    case 0x02:
      return at + 4 + bytes.readInt32LE(at)
    case 0x03:
    case 0x04:
      return at + bytes.readInt32LE(at)
    case 0x05:
      return at + 5 + bytes.readInt32LE(at)
    case 0x08:
      return at + 1
    default:
      return undefined
  }
}

/** Past the document that starts at `start` and must not reach beyond `limit`. */
function document(bytes: Buffer, start: number, limit: number, depth: number): number {
  if (depth > DEEPEST)
    throw new StoreError('Overflow', `a document is nested deeper than ${DEEPEST} levels`)
  const end = start + length(bytes, start, limit, 5)
  const last = end - 1
  if (bytes[last] !== 0) throw damaged(last)
  let at = start + 4
  while (at < last) {
    const type = bytes[at] ?? 0
    at = cstring(bytes, at + 1, last)
    const fixed = LENGTHS[type] ?? -1
    at = fixed >= 0 ? at + fixed : value(bytes, type, at, last, depth)
    if (at > last) throw damaged(at)
  }
  return end
}

function value(bytes: Buffer, type: number, at: number, limit: number, depth: number): number {
  switch (type) {
    case 0x02:
    case 0x0d:
    case 0x0e:
      return string(bytes, at, limit)
    case 0x03:
    case 0x04:
      return document(bytes, at, limit, depth + 1)
    case 0x05:
      return binary(bytes, at, limit)
    case 0x08:
      if (at >= limit || (bytes[at] ?? 2) > 1) throw damaged(at)
      return at + 1
    case 0x0b:
      return cstring(bytes, cstring(bytes, at, limit), limit)
    case 0x0c:
      return string(bytes, at, limit) + 12
    case 0x0f:
      return codeWithScope(bytes, at, limit, depth)
    default:
      throw damaged(at)
  }
}

function binary(bytes: Buffer, at: number, limit: number): number {
  const size = length(bytes, at, limit - 5, 0)
  if (bytes[at + 4] === 2 && (size < 4 || bytes.readInt32LE(at + 5) !== size - 4)) throw damaged(at)
  return at + 5 + size
}

function codeWithScope(bytes: Buffer, at: number, limit: number, depth: number): number {
  const end = at + length(bytes, at, limit, 14)
  const scope = string(bytes, at + 4, end)
  if (document(bytes, scope, end, depth + 1) !== end) throw damaged(at)
  return end
}

/** A length that is at least `least` and ends within the bytes. */
function length(bytes: Buffer, at: number, limit: number, least: number): number {
  if (at + 4 > bytes.length) throw damaged(at)
  const given = bytes.readInt32LE(at)
  if (given < least || at + given > limit) throw damaged(at)
  return given
}

function string(bytes: Buffer, at: number, limit: number): number {
  const start = at + 4
  const end = start + length(bytes, at, limit - 4, 1)
  if (bytes[end - 1] !== 0) throw damaged(at)
  checkText(bytes, start, end - 1)
  return end
}

/** Past the zero that ends the text at `start`. */
function cstring(bytes: Buffer, start: number, limit: number): number {
  let at = start
  while (at < limit && bytes[at] !== 0) at++
  if (at >= limit) throw damaged(start)
  checkText(bytes, start, at)
  return at + 1
}

function checkText(bytes: Buffer, start: number, end: number): void {
  let at = start
  const near = Math.min(end, start + 48)
  while (at < near && (bytes[at] ?? 0) < 0x80) at++
  if (at < end && !isUtf8(bytes.subarray(at, end)))
    throw new StoreError('BadValue', 'text is not valid UTF-8')
}

function damaged(at: number): Error {
  return new Error(`BSON damaged at byte ${at}`)
}
