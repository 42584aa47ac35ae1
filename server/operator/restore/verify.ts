import { documentsName } from '../archive/layout.ts'
import type { Archive } from '../archive/read.ts'
import { Refusal } from '../command.ts'
import { documentsIn } from '../store/frames.ts'
import { bytes, type Terminal } from '../terminal.ts'

/** Reads the whole backup once, before anything of it is used. Throws Refusal that names the first thing that is wrong. */
export async function verify(archive: Archive, terminal: Terminal): Promise<void> {
  const { entries, collections } = archive.manifest
  const counts = new Map(collections.map(({ db, name, count }) => [documentsName(db, name), count]))
  let read = 0
  for (const entry of entries) {
    const count = counts.get(entry.name)
    const chunks = watched(archive.read(entry), length => {
      read += length
      terminal.progress(`checking the backup: ${bytes(read)}`)
    })
    const found = await countOf(entry.name, chunks, count !== undefined)
    if (count !== undefined && found !== count)
      throw new Refusal(`${entry.name} holds ${found} documents, manifest.json says ${count}`)
  }
}

async function countOf(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  documents: boolean,
): Promise<number> {
  let count = 0
  try {
    for await (const _ of documents ? documentsIn(chunks) : chunks) count++
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Refusal(message.includes(name) ? message : `${name}: ${message}`)
  }
  return count
}

async function* watched(chunks: AsyncIterable<Uint8Array>, tell: (length: number) => void) {
  for await (const chunk of chunks) {
    tell(chunk.length)
    yield chunk
  }
}
