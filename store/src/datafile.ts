import {
  closeSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const PAGE_HEADER = 24
const MAGIC = 0xbeefc0de
const VERSION = 2
/** Pages at the end that LMDB counted but never needed to write. */
const UNWRITTEN_PAGES = 64
const ROOM_TO_BEGIN = 64 * 1024
const LOCK_BYTES = 12 * 1024

/**
 * Looks at the files of LMDB before it opens and maps them: where it can not, as on a data file of another version, or one that was
 * cut short, the process would end instead of giving an error. Throws an error that names the file.
 */
export function checkFiles(directory: string): void {
  const file = join(directory, 'data.mdb')
  // On a full disk LMDB's lock table would be a hole in its file, and writing to that map would end the process.
  allocateLock(join(directory, 'lock.mdb'))
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats?.size) probe(`${file}.room`)
  if (!stats) return
  if (!stats.isFile()) throw new Error(`${file} is not a file; move it away`)
  const opened = openSync(file, 'r+')
  try {
    checkLength(file, opened, stats.size)
  } finally {
    closeSync(opened)
  }
}

function allocateLock(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats && !stats.isFile()) throw new Error(`${file} is not a file; move it away`)
  if (!stats?.size) writeFileSync(file, Buffer.alloc(LOCK_BYTES), { mode: 0o600 })
  else closeSync(openSync(file, 'r+'))
}

/** Is there room to begin? */
function probe(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(ROOM_TO_BEGIN))
  } finally {
    rmSync(file, { force: true })
  }
}

function checkLength(file: string, opened: number, size: number): void {
  if (size === 0) return
  const first = readMeta(opened, 0)
  const second = first && readMeta(opened, first.pageSize)
  if (!first || !second)
    throw new Error(`${file} is not a data file of this store; move it away or restore a backup`)
  const { lastPage } = first.transaction > second.transaction ? first : second
  const expected = (lastPage + 1) * first.pageSize
  if (size < expected - UNWRITTEN_PAGES * first.pageSize)
    throw new Error(`${file} was cut short: ${size} bytes of ${expected}; restore a backup`)
  if (size < expected) ftruncateSync(opened, expected)
}

/** One of the two pages that say where LMDB's trees begin (struct MDB_meta), or nothing if it is none. */
function readMeta(opened: number, at: number) {
  const bytes = Buffer.alloc(PAGE_HEADER + 144)
  if (readSync(opened, bytes, 0, bytes.length, at) < bytes.length) return undefined
  const meta = bytes.subarray(PAGE_HEADER)
  const pageSize = meta.readUInt32LE(24)
  if (meta.readUInt32LE(0) !== MAGIC || meta.readUInt16LE(4) !== VERSION) return undefined
  if (pageSize < 512 || pageSize > 65_536) return undefined
  return {
    pageSize,
    lastPage: Number(meta.readBigUInt64LE(120)),
    transaction: meta.readBigUInt64LE(128),
  }
}
