import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { services } from '../platform/services.ts'

const MOST_BYTES = 100 * 1024 * 1024
const LONGEST_MS = 7 * 24 * 3600_000

/**
 * Documents that were made, in `cache/pdf` of the data directory, by a name that changes with all that they
 * say: one is never out of date, and any of them may be lost. Who may read it is asked elsewhere, each time.
 */
export async function fromShelf(
  name: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const path = join(folder(), `${name}.pdf`)
  const kept = await readFile(path).catch(() => undefined)
  if (kept) return kept
  const made = await make()
  await put(path, made).catch(() => {})
  return made
}

/** The oldest go when there are too many; none stays long after its last change. */
export async function tidyShelf(now = Date.now()) {
  const files = await Promise.all((await readdir(folder()).catch(() => [])).map(measured))
  let total = 0
  for (const { path, size, made } of files.sort((a, b) => b.made - a.made)) {
    total += size
    if (total > MOST_BYTES || made < now - LONGEST_MS) await rm(path, { force: true })
  }
}

/** Somebody has left: what was made with their name or words is made again without. */
export async function emptyShelf() {
  await rm(folder(), { recursive: true, force: true })
}

async function put(path: string, bytes: Uint8Array) {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const written = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(written, bytes, { mode: 0o600 })
    await rename(written, path)
  } finally {
    await rm(written, { force: true })
  }
  await tidyShelf()
}

async function measured(name: string) {
  const path = join(folder(), name)
  const found = await stat(path).catch(() => undefined)
  return { path, size: found?.size ?? 0, made: found?.mtimeMs ?? 0 }
}

function folder() {
  return join(services().dataDirectory, 'cache/pdf')
}
