import { crc32c } from './crc32c.ts'
import { StoreError } from './errors.ts'
import { checkDocument } from './incoming.ts'
import { type Doc, decode, decodeTyped, encode } from './values.ts'

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
/** Required flags are bits 0-15; one that is not known must be refused. */
const UNKNOWN_REQUIRED = 0xfffc
export const LARGEST_MESSAGE = 48_000_000
/** A document of 16 MiB and the command around it. */
const LARGEST_DOCUMENT = 16 * 1024 * 1024 + 16 * 1024
const MOST_DOCUMENTS = 100_000
const HEADER = 16

/** A frame that no reply can repair: its connection is closed. */
export class WireError extends Error {}

/** One command as it came. `body` has plain numbers; `typedBody()` and the raw documents keep BSON's types. */
export interface Request {
  id: number
  /** The bytes of the whole message. */
  size: number
  legacy: boolean
  expectsReply: boolean
  name: string
  db: string
  /** What to answer a frame that is sound but whose documents can not be taken; its `body` is empty then. */
  refused?: StoreError
  body: Doc
  typedBody: () => Doc
  /** The documents of an array argument (`documents`, `updates`, `deletes`), wherever in the message they came. */
  documents: (field: string) => Buffer[]
}

/** The length of the frame at the start of `bytes`, or nothing while it is too short to tell. Throws WireError. */
export function frameLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readInt32LE(0)
  if (length < HEADER + 5 || length > LARGEST_MESSAGE)
    throw new WireError(`a message of ${length} bytes`)
  return length
}

/** Parses one whole frame: OP_MSG, or the OP_QUERY of an old handshake. Throws WireError for anything else. */
export function parseRequest(frame: Buffer): Request {
  const opcode = frame.readInt32LE(12)
  try {
    if (opcode === OP_MSG) return parseMessage(frame)
    if (opcode === OP_QUERY) return parseQuery(frame)
  } catch (error) {
    throw error instanceof WireError ? error : new WireError(String(error))
  }
  throw new WireError(`opcode ${opcode} is not supported`)
}

/** The frame of a reply: a document, or the bytes of one. */
export function replyTo(request: Request, reply: Doc | Buffer): Buffer {
  const body = Buffer.isBuffer(reply) ? reply : encode(reply)
  const start = request.legacy ? 20 : 5
  const frame = Buffer.alloc(HEADER + start + body.length)
  frame.writeInt32LE(frame.length, 0)
  frame.writeInt32LE(request.id, 8)
  frame.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12)
  if (request.legacy) {
    frame.writeInt32LE(8, HEADER)
    frame.writeInt32LE(1, HEADER + 16)
  }
  body.copy(frame, HEADER + start)
  return frame
}

/** `{ cursor: { firstBatch | nextBatch: [documents], id, ns }, ok: 1 }` around documents that are already bytes. */
export function cursorReply(
  batch: 'firstBatch' | 'nextBatch',
  documents: readonly Buffer[],
  id: bigint,
  namespace: string,
): Buffer {
  const names = documents.map((_, i) => String(i))
  const items = documents.reduce(
    (sum, bytes, i) => sum + bytes.length + 2 + (names[i]?.length ?? 0),
    0,
  )
  const tail = encode({ ns: namespace })
  const cursorLength = 4 + 1 + batch.length + 1 + (4 + items + 1) + (1 + 3 + 8) + (tail.length - 4)
  const out = Buffer.allocUnsafe(4 + 1 + 7 + cursorLength + 1 + 3 + 8 + 1)
  let at = out.writeInt32LE(out.length, 0)
  at = name(out, at, 0x03, 'cursor')
  at = out.writeInt32LE(cursorLength, at)
  at = name(out, at, 0x04, batch)
  at = out.writeInt32LE(4 + items + 1, at)
  for (const [i, bytes] of documents.entries()) {
    at = name(out, at, 0x03, names[i] ?? '')
    at += bytes.copy(out, at)
  }
  at = out.writeUInt8(0, at)
  at = out.writeBigInt64LE(id, name(out, at, 0x12, 'id'))
  at += tail.copy(out, at, 4)
  at = out.writeDoubleLE(1, name(out, at, 0x01, 'ok'))
  out.writeUInt8(0, at)
  return out
}

function name(out: Buffer, at: number, type: number, text: string): number {
  const next = out.writeUInt8(type, at)
  return out.writeUInt8(0, next + out.write(text, next, 'latin1'))
}

interface Envelope {
  id: number
  size: number
  legacy: boolean
  expectsReply: boolean
}

function parseMessage(frame: Buffer): Request {
  const flags = frame.readUInt32LE(HEADER)
  if (flags & UNKNOWN_REQUIRED) throw new WireError(`unknown flags ${flags.toString(16)}`)
  const end = flags & CHECKSUM_PRESENT ? checkedEnd(frame) : frame.length
  const sequences = new Map<string, Buffer[]>()
  let body: Buffer | undefined
  for (let at = HEADER + 4; at < end; ) {
    const kind = frame[at++]
    if (kind === 0 && !body) {
      body = documentAt(frame, at, end)
      at += body.length
    } else if (kind === 1) {
      at = readSequence(frame, at, end, sequences)
    } else {
      throw new WireError(`a section of kind ${kind}`)
    }
  }
  if (!body) throw new WireError('a message without a body')
  const expectsReply = !(flags & MORE_TO_COME)
  return request({ ...envelope(frame), legacy: false, expectsReply }, body, sequences)
}

function checkedEnd(frame: Buffer): number {
  const end = frame.length - 4
  if (crc32c(frame.subarray(0, end)) !== frame.readUInt32LE(end))
    throw new WireError('a message whose checksum is wrong')
  return end
}

function envelope(frame: Buffer): { id: number; size: number } {
  return { id: frame.readInt32LE(4), size: frame.length }
}

function readSequence(
  frame: Buffer,
  start: number,
  end: number,
  sequences: Map<string, Buffer[]>,
): number {
  const stop = start + frame.readInt32LE(start)
  const nameEnd = frame.indexOf(0, start + 4)
  if (stop > end || stop < start + 6 || nameEnd < 0 || nameEnd >= stop)
    throw new WireError('a damaged document sequence')
  const name = frame.toString('utf8', start + 4, nameEnd)
  if (sequences.has(name)) throw new WireError(`a second document sequence '${name}'`)
  const documents: Buffer[] = []
  for (let at = nameEnd + 1; at < stop; ) {
    const document = documentAt(frame, at, stop)
    documents.push(document)
    at += document.length
    if (documents.length > MOST_DOCUMENTS)
      throw new WireError(`a sequence of more than ${MOST_DOCUMENTS} documents`)
  }
  sequences.set(name, documents)
  return stop
}

function documentAt(frame: Buffer, at: number, end: number): Buffer {
  const length = frame.readInt32LE(at)
  if (length < 5 || at + length > end || length > LARGEST_DOCUMENT)
    throw new WireError(`a document of ${length} bytes`)
  return frame.subarray(at, at + length)
}

function parseQuery(frame: Buffer): Request {
  const nameEnd = frame.indexOf(0, HEADER + 4)
  const namespace = frame.toString('utf8', HEADER + 4, nameEnd)
  if (nameEnd < 0 || !namespace.endsWith('.$cmd')) throw new WireError('a query that is no command')
  const body = documentAt(frame, nameEnd + 9, frame.length)
  const parsed = request({ ...envelope(frame), legacy: true, expectsReply: true }, body, new Map())
  return { ...parsed, db: namespace.split('.', 1)[0] ?? '' }
}

function request(envelope: Envelope, bytes: Buffer, sequences: Map<string, Buffer[]>): Request {
  const refused = refusal([bytes, ...[...sequences.values()].flat()])
  const body = refused ? {} : decode(bytes)
  const typedBody = () => decodeTyped(bytes)
  const documents = (field: string) => sequences.get(field) ?? embedded(typedBody()[field], field)
  return {
    ...envelope,
    name: Object.keys(body)[0] ?? '',
    db: String(body.$db ?? ''),
    ...(refused && { refused }),
    body,
    typedBody,
    documents,
  }
}

function refusal(documents: Buffer[]): StoreError | undefined {
  try {
    for (const document of documents) checkDocument(document)
    return undefined
  } catch (error) {
    if (error instanceof StoreError) return error
    throw error
  }
}

function embedded(value: unknown, field: string): Buffer[] {
  if (!Array.isArray(value))
    throw new StoreError('FailedToParse', `'${field}' must be an array of documents`)
  return value.map(encode)
}
