import { closeSync, fstatSync, openSync, statfsSync, writeSync } from 'node:fs'
import { StoreError } from './errors.ts'

const MIB = 1024 * 1024
/** What a small transaction may need: pages of trees, of their branches and of the list of free pages. */
const LEAST = MIB / 2
const STEP = 4 * MIB
/** More than this is only looked for on the disk, not taken ahead. */
const MOST_AHEAD = 16 * MIB
const ZEROS = Buffer.alloc(MIB)

/**
 * Keeps bytes allocated at the end of the data file, ahead of what LMDB uses. When the system refuses a page that LMDB writes, the
 * native module writes past the end of a buffer for the message and the whole process may die; so room is taken here beforehand,
 * where a full disk, a quota or a limit is an ordinary error.
 */
export class Room {
  readonly #directory: string
  readonly #file: number
  readonly #used: () => number
  /** What is surely allocated and unused: looking at the file for each transaction would cost more. */
  #ahead = 0

  /** `used` tells how much of the file LMDB uses, in bytes. */
  constructor(directory: string, file: string, used: () => number) {
    this.#directory = directory
    this.#file = openSync(file, 'r+')
    this.#used = used
  }

  /** Makes sure that a transaction of about `bytes` can be written. Throws OutOfDiskSpace. */
  take(bytes = 0): void {
    if (this.#ahead < LEAST + bytes) this.#look(bytes)
    this.#ahead -= LEAST / 8 + bytes
  }

  close(): void {
    closeSync(this.#file)
  }

  #look(bytes: number): void {
    const used = this.#used()
    const needed = used + LEAST + bytes
    const taken = Math.min(needed, used + MOST_AHEAD)
    let size = fstatSync(this.#file).size
    if (size < taken) size = this.#grow(size, taken + STEP)
    this.#ahead = size - used
    if (size >= needed || (size >= taken && size + this.#free() >= needed)) return
    this.#ahead = 0
    throw full('no more room for the data file')
  }

  /** Writes zeros up to `goal`, as far as the system lets; gives the size of the file then. */
  #grow(size: number, goal: number): number {
    let at = size
    try {
      while (at < goal) at += writeSync(this.#file, ZEROS, 0, Math.min(MIB, goal - at), at)
    } catch (error) {
      if (!isFull(error)) throw error
    }
    return at
  }

  #free(): number {
    const { bavail, bsize } = statfsSync(this.#directory)
    return bavail * bsize
  }
}

/** The error of a write for which the disk has no room. */
export function full(detail: string): StoreError {
  return new StoreError(
    'OutOfDiskSpace',
    `the disk is full (${detail}); nothing of this write was kept`,
  )
}

function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(error.code)
  )
}
