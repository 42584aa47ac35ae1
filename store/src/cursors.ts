import { randomInt } from 'node:crypto'
import { StoreError } from './errors.ts'
import { MORE } from './scan.ts'
import type { Steps } from './turns.ts'
import { cursorReply } from './wire.ts'

/** Documents as bytes, one after another (MORE where a look at one entry gave none); `park` is called when nobody will ask for a while. */
export interface Results {
  next: () => Buffer | typeof MORE | undefined
  park: () => void
}

interface Cursor {
  results: Results
  namespace: string
  usedAt: number
  ahead: Buffer | undefined
}

const FIRST_BATCH = 101
const LARGEST_BATCH = 16 * 1024 * 1024
const IDLE_MS = 10 * 60 * 1000

/** The cursors that clients have open. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>()

  get size(): number {
    return this.#open.size
  }

  /** The reply with the first batch; a cursor stays open if there is more, unless `single`. */
  *first(
    results: Results,
    namespace: string,
    options: { batchSize?: number; single?: boolean },
  ): Steps<Buffer> {
    const cursor: Cursor = { results, namespace, usedAt: Date.now(), ahead: undefined }
    const batch = yield* fill(cursor, options.batchSize ?? FIRST_BATCH)
    const id = !options.single && (yield* peek(cursor)) ? this.#keep(cursor) : 0n
    return cursorReply('firstBatch', batch, id, namespace)
  }

  /** The reply with the next batch. Throws CursorNotFound. */
  *next(id: bigint, namespace: string, batchSize: number | undefined): Steps<Buffer> {
    const cursor = this.#open.get(id)
    if (!cursor || cursor.namespace !== namespace)
      throw new StoreError('CursorNotFound', `cursor id ${id} not found`)
    cursor.usedAt = Date.now()
    // Whatever is thrown ends it; and nobody else can ask for its next batch meanwhile.
    this.#open.delete(id)
    const batch = yield* fill(
      cursor,
      batchSize === undefined || batchSize === 0 ? Number.POSITIVE_INFINITY : batchSize,
    )
    const more = yield* peek(cursor)
    cursor.results.park()
    if (more) this.#open.set(id, cursor)
    return cursorReply('nextBatch', batch, more ? id : 0n, namespace)
  }

  kill(id: bigint): boolean {
    return this.#open.delete(id)
  }

  /** Forgets the cursors that nobody has used for ten minutes. */
  sweep(now = Date.now()): void {
    for (const [id, { usedAt }] of this.#open) if (now - usedAt > IDLE_MS) this.#open.delete(id)
  }

  #keep(cursor: Cursor): bigint {
    const id = (BigInt(randomInt(1, 2 ** 31)) << 31n) | BigInt(randomInt(1, 2 ** 31))
    cursor.results.park()
    this.#open.set(id, cursor)
    return id
  }
}

/** Up to `count` documents and 16 MiB, at least one; a document too many for the bytes stays ahead for the next batch. */
function* fill(cursor: Cursor, count: number): Steps<Buffer[]> {
  const batch: Buffer[] = []
  let bytes = 0
  while (batch.length < count) {
    const document = yield* peek(cursor)
    if (!document || (batch.length > 0 && bytes + document.length > LARGEST_BATCH)) break
    batch.push(document)
    bytes += document.length
    cursor.ahead = undefined
    if (yield) cursor.results.park()
  }
  return batch
}

function* peek(cursor: Cursor): Steps<Buffer | undefined> {
  if (cursor.ahead) return cursor.ahead
  let next = cursor.results.next()
  while (next === MORE) {
    if (yield) cursor.results.park()
    next = cursor.results.next()
  }
  cursor.ahead = next
  return next
}

/** Results that are already in memory. */
export function cursorOver(documents: readonly Buffer[]): Results {
  let at = 0
  return { next: () => documents[at++], park: () => {} }
}
