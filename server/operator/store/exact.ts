import { deserialize, onDemand, serialize } from 'bson'
import type { Document } from 'mongodb'
import { Refusal } from '../command.ts'

const TYPED = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
} as const

/**
 * A document that the driver writes as exactly these bytes, which it can not be given as they are. JavaScript moves keys such as
 * `10` to the front of an object: such a document is a Map. Throws Refusal for one that can not be written the same.
 */
export function asDocument(bytes: Uint8Array): Document {
  const typed = deserialize(bytes, TYPED)
  if (isSame(typed, bytes)) return typed
  const ordered = orderedOf(bytes, 0)
  if (isSame(ordered, bytes)) return ordered
  throw new Refusal(`the document ${identityOf(bytes)} can not be copied byte for byte`)
}

/** The `_id` with its BSON type, to ask for the document. */
export function idOf(bytes: Uint8Array): unknown {
  return deserialize(bytes, TYPED)._id
}

export function identityOf(bytes: Uint8Array): string {
  return `_id ${String(deserialize(bytes)._id)}`
}

function isSame(document: Document, bytes: Uint8Array): boolean {
  return Buffer.compare(serialize(document), bytes) === 0
}

const OBJECT = 3
const ARRAY = 4

function orderedOf(bytes: Uint8Array, from: number): Map<string, unknown> {
  const document = new Map<string, unknown>()
  for (const [type, nameAt, nameLength, at, length] of onDemand.parseToElements(bytes, from)) {
    const name = Buffer.from(bytes.subarray(nameAt, nameAt + nameLength)).toString()
    document.set(name, itemOf(bytes, type, at, length))
  }
  return document
}

function itemOf(bytes: Uint8Array, type: number, at: number, length: number): unknown {
  if (type === OBJECT) return orderedOf(bytes, at)
  if (type === ARRAY) return [...orderedOf(bytes, at).values()]
  return deserialize(alone(type, bytes.subarray(at, at + length)), TYPED).v
}

/** A document whose only field, `v`, has this value. */
function alone(type: number, value: Uint8Array): Uint8Array {
  const head = Buffer.from([0, 0, 0, 0, type, 0x76, 0])
  head.writeInt32LE(head.length + value.length + 1)
  return Buffer.concat([head, value, Buffer.alloc(1)])
}
