import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Both ends included, in bytes, as in an HTTP range. */
export type ByteRange = { start: number; end: number }

/** Where uploaded files live. A key comes from `newFileKey`; any other shape is a RangeError. */
export type FileStore = {
  /** Keeps the bytes of a stream, or a copy of the file at a path: whole, or not at all. */
  put(key: string, source: Readable | string): Promise<void>
  /** The bytes, or some of them. Throws MissingFile. */
  open(key: string, range?: ByteRange): Promise<Readable>
  /** In bytes. Throws MissingFile. */
  size(key: string): Promise<number>
  /** Does nothing when there is no such file. */
  remove(key: string): Promise<void>
  /** Every key, in no order. */
  list(): AsyncIterable<string>
}

export class MissingFile extends Error {
  readonly status = 404

  constructor(key: string) {
    super(`No stored file ${key}`)
  }
}

export function newFileKey(): string {
  return randomBytes(16).toString('hex')
}

/** Letters and digits only: a key can name no other folder. */
export function checkKey(key: string): string {
  if (!/^[a-z0-9]{16,64}$/.test(key)) throw new RangeError('Not a file key')
  return key
}
