import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { buildFolder, journalFile } from '../../platform/database/unfinished-restore.ts'
import { SECRET } from '../archive/layout.ts'
import { syncFolder } from '../archive/write.ts'

const journalSchema = z.object({
  /** The folder of DATA_DIR that takes what was there. */
  replaced: z.string().regex(/^replaced-[\w-]+$/),
  /** Which backup: the checksum of its manifest. */
  backup: z.string(),
  parts: z.array(z.enum(['store', 'uploads', SECRET])),
})

export type Journal = z.infer<typeof journalSchema>

/** From here on the restored data is what counts: the journal is on the disk. */
export async function beginSwap(dataDirectory: string, journal: Journal): Promise<void> {
  const file = journalFile(dataDirectory)
  writeFileSync(`${file}.new`, JSON.stringify(journal), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  await syncFolder(buildFolder(dataDirectory))
}

/** The swap that was begun and not finished. */
export function journalOf(dataDirectory: string): Journal | undefined {
  const file = journalFile(dataDirectory)
  return existsSync(file) ? journalSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/**
 * Puts each restored part in the place of the old one, which moves to the folder `replaced`. Stopped after any step and run again,
 * it ends the same: a part that waits in `restoring/` has still to be put in place. Yields what it has just done.
 */
export async function* swapIn(dataDirectory: string, journal: Journal): AsyncGenerator<string> {
  const build = buildFolder(dataDirectory)
  const replaced = join(dataDirectory, journal.replaced)
  mkdirSync(replaced, { recursive: true, mode: 0o700 })
  yield 'made the folder for the old'
  for (const part of journal.parts) {
    const [old, fresh] = [join(dataDirectory, part), join(build, part)]
    if (!existsSync(fresh)) continue
    if (existsSync(old)) renameSync(old, join(replaced, part))
    yield `moved the old ${part} away`
    renameSync(fresh, old)
    yield `put ${part} in place`
  }
  await syncFolder(replaced)
  await syncFolder(dataDirectory)
  rmSync(journalFile(dataDirectory), { force: true })
  yield 'finished'
  rmSync(build, { recursive: true, force: true })
  dropIfEmpty(replaced)
}

/** Whether there was anything to keep: a first restore leaves only the lock that it took itself. */
function dropIfEmpty(replaced: string): void {
  rmSync(join(replaced, 'store', 'store.lock'), { force: true })
  for (const folder of [join(replaced, 'store'), join(replaced, 'uploads'), replaced])
    removeEmpty(folder)
}

/** Removes a folder that holds nothing. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Not empty, or not there.
  }
}
