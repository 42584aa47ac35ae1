import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { placeOf } from '../archive/layout.ts'
import type { ArchiveWriter } from '../archive/write.ts'
import { bytes, type Terminal } from '../terminal.ts'

/** Adds the files of `uploads/`; gives how many. One that is removed meanwhile is told of and left out. */
export async function addUploads(
  archive: ArchiveWriter,
  { dataDirectory }: Config,
  terminal: Terminal,
): Promise<number> {
  const names = await uploadNames(dataDirectory)
  let added = 0
  for (const name of names) {
    if (!placeOf(name)) terminal.note(`${name} is no upload of the hub: left out.`)
    else if (await addFile(archive, dataDirectory, name)) added++
    else terminal.note(`${name} was removed meanwhile: left out.`)
    terminal.progress(`uploads: ${added} of ${names.length}, ${bytes(archive.size)} written`)
  }
  return added
}

/** `uploads/ab/abcd…`, of all the files there are now. */
export async function uploadNames(dataDirectory: string): Promise<string[]> {
  const folder = join(dataDirectory, 'uploads')
  const shards = await readdir(folder, { withFileTypes: true }).catch(unlessMissing)
  const names: string[] = []
  for (const shard of shards ?? []) {
    const files = shard.isDirectory() ? await readdir(join(folder, shard.name)) : []
    names.push(...files.map(file => `uploads/${shard.name}/${file}`))
  }
  return names.sort()
}

/** Opened first: an open file stays readable whoever removes it. */
async function addFile(archive: ArchiveWriter, folder: string, name: string): Promise<boolean> {
  const handle: FileHandle | undefined = await open(join(folder, name)).catch(unlessMissing)
  if (!handle) return false
  try {
    const chunks = handle.createReadStream({ autoClose: false })
    await archive.add(name, chunks, { compress: false })
    return true
  } finally {
    await handle.close()
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
