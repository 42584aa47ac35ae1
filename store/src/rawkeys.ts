import type { Index } from './catalog.ts'
import { past } from './incoming.ts'
import {
  beginKey,
  invertFrom,
  keyLength,
  keyPart,
  writeByte,
  writeBytes,
  writeDouble,
  writeUint32,
  writeUtf8,
} from './keybytes.ts'
import { TAG } from './keys.ts'

/** A field that an index wants: where its value is in the document at hand, and of which BSON type (0: it is missing). */
interface Slot {
  name: Buffer
  type: number
  at: number
}

/** What the indexes of a collection want of a document's top level. */
interface Layout {
  slots: Slot[]
  id: Slot
  wanted: { index: Index; slots: Slot[] }[]
}

export interface RawKeys {
  idKey: Buffer
  entries: { index: Index; key: Buffer }[]
  /** The indexes whose field `i` is an array in this document. */
  arrays: { index: Index; field: number }[]
}

const MISSING = 0
const ARRAY = 0x04
const MOST_ITEMS = 16

/**
 * The keys of a sound document as `entriesOf` gives them, read from its BSON without decoding it: good until the next key is made.
 * Nothing where that is not simple (a dotted path, a partial index, values of rare types…): then `entriesOf` is to be asked.
 */
export function rawKeys(indexes: Index[], bytes: Buffer): RawKeys | undefined {
  const layout = layoutOf(indexes)
  if (!layout || !locate(bytes, layout)) return undefined
  const { id, wanted } = layout
  beginKey()
  if (id.type === ARRAY || !writeValue(bytes, id.type, id.at)) return undefined
  const idLength = keyLength()
  const ranges: Range[] = []
  const arrays: RawKeys['arrays'] = []
  for (const { index, slots } of wanted) {
    const field = slots.findIndex(({ type }) => type === ARRAY)
    if (field >= 0) arrays.push({ index, field })
    if (!writeKeys(bytes, index, slots, { field, idLength, ranges })) return undefined
  }
  const entries = ranges.map(({ index, start, end }) => ({ index, key: keyPart(start, end) }))
  return { idKey: keyPart(0, idLength), entries, arrays }
}

const layouts = new WeakMap<Index[], Layout | { wanted: undefined }>()

function layoutOf(indexes: Index[]): Layout | undefined {
  const known = layouts.get(indexes) ?? newLayout(indexes)
  layouts.set(indexes, known)
  return known.wanted && known
}

function newLayout(indexes: Index[]): Layout | { wanted: undefined } {
  const others = indexes.slice(1)
  const simple = (index: Index) =>
    !index.partial &&
    index.ownKeys === index.unique &&
    index.fields.every(([path]) => !path.includes('.'))
  if (!others.every(simple)) return { wanted: undefined }
  const slots = new Map<string, Slot>()
  const slot = (name: string) => {
    const made = slots.get(name) ?? { name: Buffer.from(name), type: MISSING, at: 0 }
    slots.set(name, made)
    return made
  }
  const id = slot('_id')
  const wanted = others.map(index => ({ index, slots: index.fields.map(([path]) => slot(path)) }))
  return { slots: [...slots.values()], id, wanted }
}

/** Finds the fields. Refuses a document that would not be stored as it is: `_id` not first, or a timestamp to be set. */
function locate(bytes: Buffer, { slots, id }: Layout): boolean {
  for (const slot of slots) slot.type = MISSING
  const last = bytes.length - 1
  let at = 4
  while (at < last) {
    const type = bytes[at] ?? 0
    const start = at + 1
    const end = nameEnd(bytes, start)
    for (const slot of slots) if (isNamed(bytes, start, end, slot.name)) found(slot, type, end + 1)
    const next = past(bytes, type, end + 1)
    if (next === undefined || type === 0x11 || id.type === MISSING) return false
    at = next
  }
  return id.at === 9
}

function nameEnd(bytes: Buffer, start: number): number {
  let end = start
  while (end < bytes.length && bytes[end] !== 0) end++
  return end
}

function found(slot: Slot, type: number, at: number): void {
  slot.type = type
  slot.at = at
}

function isNamed(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
  if (end - start !== name.length) return false
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false
  return true
}

interface Range {
  index: Index
  start: number
  end: number
}

interface Written {
  field: number
  idLength: number
  ranges: Range[]
}

/** Writes the keys of one index: one, or one for each element of its array. */
function writeKeys(bytes: Buffer, index: Index, slots: Slot[], written: Written): boolean {
  const { field } = written
  if (index.sparse && slots.every(({ type }) => type === MISSING)) return true
  const array = slots[field]
  if (!array) return writeKey(bytes, index, slots, written)
  const { at: start } = array
  const last = start + bytes.readInt32LE(start) - 1
  if (last === start + 4) return writeKey(bytes, index, slots, written, EMPTY)
  const first = written.ranges.length
  for (let at = start + 4; at < last; ) {
    const type = bytes[at] ?? 0
    const value = nameEnd(bytes, at + 1) + 1
    const next = past(bytes, type, value)
    if (next === undefined || written.ranges.length - first === MOST_ITEMS) return false
    if (!writeKey(bytes, index, slots, written, { type, at: value })) return false
    forgetRepeated(written.ranges, first)
    at = next
  }
  return true
}

interface Place {
  type: number
  at: number
}

const EMPTY: Place = { type: -1, at: 0 }

function writeKey(
  bytes: Buffer,
  index: Index,
  slots: Slot[],
  { field, idLength, ranges }: Written,
  item?: Place,
): boolean {
  const start = keyLength()
  for (let i = 0; i < slots.length; i++) {
    const place = i === field ? item : slots[i]
    const begin = keyLength()
    if (!place || !writeValue(bytes, place.type, place.at)) return false
    if (index.descending[i]) invertFrom(begin)
  }
  if (!index.ownKeys) writeBytes(keyPart(0, idLength))
  ranges.push({ index, start, end: keyLength() })
  return true
}

/** The same element twice is one key. */
function forgetRepeated(ranges: Range[], first: number): void {
  const last = ranges.at(-1)
  if (!last) return
  const key = keyPart(last.start, last.end)
  for (let i = first; i < ranges.length - 1; i++) {
    const each = ranges[i]
    if (each && keyPart(each.start, each.end).equals(key)) {
      ranges.pop()
      return
    }
  }
}

/** As `encodeKey` writes the decoded value; false for what it alone can write. */
function writeValue(bytes: Buffer, type: number, at: number): boolean {
  switch (type) {
    case -1:
      writeByte(TAG.emptyArray)
      return true
    case MISSING:
    case 0x0a:
      writeByte(TAG.null)
      return true
    case 0x01:
      return writeNumber(bytes.readDoubleLE(at))
    case 0x10:
      return writeNumber(bytes.readInt32LE(at))
    case 0x12:
      return writeLong(bytes.readInt32LE(at + 4), bytes.readUInt32LE(at))
    case 0x02:
      writeByte(TAG.string)
      writeUtf8(bytes, at + 4, at + 3 + bytes.readInt32LE(at))
      return true
    case 0x07:
      writeByte(TAG.objectId)
      writeBytes(bytes.subarray(at, at + 12))
      return true
    case 0x08:
      writeByte(TAG.bool)
      writeByte(bytes[at] ?? 0)
      return true
    case 0x09:
      return writeDate(bytes.readInt32LE(at + 4), bytes.readUInt32LE(at))
    default:
      return false
  }
}

function writeNumber(number: number): boolean {
  writeByte(TAG.number)
  writeDouble(number)
  writeByte(0x80)
  return true
}

/** A Long that is a whole double. */
function writeLong(high: number, low: number): boolean {
  return Math.abs(high) < 2 ** 20 && writeNumber(high * 2 ** 32 + low)
}

/** A date that JavaScript has too. */
function writeDate(high: number, low: number): boolean {
  if (Math.abs(high) > 2_000_000) return false
  writeByte(TAG.date)
  writeUint32((high ^ 0x80000000) >>> 0)
  writeUint32(low)
  return true
}
