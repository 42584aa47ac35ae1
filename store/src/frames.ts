import { frameLength } from './wire.ts'

/** The bytes of one connection, cut into frames. */
export class Frames {
  #pending: Buffer[] = []
  #size = 0

  /** Bytes that wait. */
  get size(): number {
    return this.#size
  }

  add(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.#size += bytes.length
  }

  /** The next whole frame, if it is there. Throws WireError for a length that no message has. */
  take(): Buffer | undefined {
    if (this.#size < 4) return undefined
    if ((this.#pending[0]?.length ?? 0) < 4) this.#join()
    const length = frameLength(this.#pending[0] ?? Buffer.alloc(0))
    if (length === undefined || this.#size < length) return undefined
    const all = this.#join()
    this.#pending = all.length > length ? [all.subarray(length)] : []
    this.#size -= length
    return all.subarray(0, length)
  }

  #join(): Buffer {
    if (this.#pending.length > 1) this.#pending = [Buffer.concat(this.#pending)]
    return this.#pending[0] ?? Buffer.alloc(0)
  }
}
