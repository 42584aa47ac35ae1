import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Entry } from '../platform/files/archive.ts'
import { services } from '../platform/services.ts'

/** Writes entries as files under `folder`; gives how many. */
export async function writeFolder(folder: string, entries: AsyncIterable<Entry>): Promise<number> {
  let written = 0
  for await (const entry of entries) {
    const path = join(folder, ...entry.path.split('/'))
    await mkdir(dirname(path), { recursive: true })
    if ('text' in entry) await writeFile(path, entry.text)
    else if ('bytes' in entry) await writeFile(path, entry.bytes)
    else await pipeline(await services().files.open(entry.key), createWriteStream(path))
    written++
  }
  return written
}
