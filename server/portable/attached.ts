import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { identifyFile } from '../platform/files/sniff.ts'
import type { ReceivedFile } from '../platform/files/uploads.ts'
import { ImportError, refuseStrange } from './files.ts'

/** The named files of the network's `files` folder, as an upload would bring them. */
export type Borrow = (names: readonly string[]) => Promise<ReceivedFile[]>

export function borrowFrom(folder: string): Borrow {
  return names => Promise.all(names.map(name => borrow(join(folder, basename(name)))))
}

const LARGEST = 25 * 1024 * 1024

async function borrow(path: string): Promise<ReceivedFile> {
  const originalName = basename(path)
  await refuseStrange(path, LARGEST)
  const identity = await identifyFile(path, originalName)
  if (!identity) throw new ImportError(`${path} is not of a type that the library takes`)
  const bytes = await readFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { ...identity, path, originalName, size: bytes.length, sha256 }
}
