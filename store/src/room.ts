import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { StoreError } from './errors.ts'

const MIB = 1024 * 1024
/** What a small transaction may need: pages of trees, and as much again of their branches and of the list of free pages. */
export const LEAST = MIB / 4
const STEP = 4 * MIB
const ZEROS = Buffer.alloc(MIB)

/**
 * Keeps bytes allocated at the end of the data file, ahead of what LMDB uses. When the system refuses a page that LMDB writes, the
 * native module writes past the end of a buffer for the message and the whole process may die; so room is taken here beforehand,
 * where a full disk, a quota or a limit is an ordinary error.
 */
export class Room {
  readonly #file: number
  readonly #used: () => number
  /** What is surely allocated and unused: looking at the file for each transaction would cost more. */
  #ahead = 0

  /** `used` tells how much of the file LMDB uses, in bytes. */
  constructor(file: string, used: () => number) {
    this.#file = openSync(file, 'r+')
    this.#used = used
  }

  /** Makes sure that a transaction of `bytes` can be written. Throws OutOfDiskSpace. */
  take(bytes: number): void {
    if (this.#ahead < bytes) this.#look(bytes)
  }

  /** A transaction took up to `bytes` of what was ahead. */
  used(bytes: number): void {
    this.#ahead -= bytes
  }

  close(): void {
    closeSync(this.#file)
  }

  #look(bytes: number): void {
    const used = this.#used()
    const needed = used + Math.ceil(bytes)
    let size = fstatSync(this.#file).size
    if (size < needed) size = this.#grow(size, needed + STEP)
    this.#ahead = size - used
    if (size >= needed) return
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
