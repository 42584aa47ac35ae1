import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Writes a source to a new file of a folder and on to the disk itself, and lets `use` have its path.
 * The file is gone afterwards unless `use` moved it.
 */
export async function withTemporary<T>(
  folder: string,
  source: Readable | string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, randomBytes(16).toString('hex'))
  try {
    const bytes = typeof source === 'string' ? createReadStream(source) : source
    await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
}

/** Removes what a process that died left in a folder of temporary files. */
export async function sweepTemporary(folder: string, olderThanMs = 24 * 3600_000): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile() && found.mtimeMs < Date.now() - olderThanMs) await rm(path, { force: true })
  }
}
