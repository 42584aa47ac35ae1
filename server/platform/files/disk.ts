import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkKey, type FileStore, MissingFile } from './store.ts'
import { withTemporary } from './temporary.ts'

/**
 * Files in folders by the first two letters of their key. `temporary` must be on the same volume:
 * a file appears by being renamed, after its bytes reached the disk.
 */
export function openDiskStore(options: { directory: string; temporary: string }): FileStore {
  const pathOf = (key: string) => join(options.directory, checkKey(key).slice(0, 2), key)
  return {
    async put(key, source) {
      const path = pathOf(key)
      await withTemporary(options.temporary, source, written => settle(written, path))
    },

    async open(key, range) {
      const handle = await open(pathOf(key)).catch(missing(key))
      return handle.createReadStream(range)
    },

    async size(key) {
      return (await stat(pathOf(key)).catch(missing(key))).size
    },

    async remove(key) {
      await rm(pathOf(key), { force: true })
    },

    async *list() {
      for (const shard of await readdir(options.directory).catch(() => []))
        yield* await readdir(join(options.directory, shard)).catch(() => [])
    },
  }
}

async function settle(written: string, path: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(written, path)
  await syncFolder(folder)
  await syncFolder(dirname(folder))
}

// Without this a power cut may forget the name of a file whose bytes are safe.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function missing(key: string) {
  return (error: unknown): never => {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw absent ? new MissingFile(key) : error
  }
}
