import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { lockDirectory } from '../../../store/src/files.ts'
import { buildFolder } from '../../platform/database/unfinished-restore.ts'
import { SECRET } from '../archive/layout.ts'
import { Archive } from '../archive/read.ts'
import { Refusal } from '../command.ts'
import { bytes, type Terminal } from '../terminal.ts'
import { build } from './build.ts'
import { beginSwap, type Journal, journalOf, removeEmpty, swapIn } from './swap.ts'
import { verify } from './verify.ts'

type Options = { force: boolean; terminal: Terminal }
export type Restored = { documents: number; files: number; createdAt: string; replaced?: string }

/** Puts a backup in the place of what DATA_DIR holds: all of it, or nothing of it. */
export async function restoreInto(
  dataDirectory: string,
  file: string,
  { force, terminal }: Options,
): Promise<Restored> {
  const archive = await naming(file, () => Archive.open(file))
  try {
    return await locked(buildFolder(dataDirectory), async () => {
      const finished = await finishStopped(dataDirectory, terminal)
      if (finished?.backup === archive.id) return told(archive, dataDirectory, finished)
      return await locked(join(dataDirectory, 'store'), async () => {
        if (!force) refuseHeld(dataDirectory)
        await naming(file, () => prepare(archive, dataDirectory, terminal))
        return await putInPlace(archive, dataDirectory)
      })
    })
  } finally {
    terminal.clear()
    archive.close()
  }
}

async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(`${file} can not be restored: ${reason}`)
  }
}

/** One restore at a time has `restoring/`, and no hub the store meanwhile. Leaves no folder that it made and nobody filled. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const release = await lockDirectory(folder, '')
    try {
      return await work()
    } finally {
      release()
    }
  } finally {
    for (const each of made ? [folder, made] : []) removeEmpty(each)
  }
}

async function finishStopped(dataDirectory: string, terminal: Terminal) {
  const journal = journalOf(dataDirectory)
  if (!journal) return undefined
  await swap(dataDirectory, journal)
  terminal.note('A restore that was stopped half way is finished now.')
  return journal
}

async function prepare(archive: Archive, dataDirectory: string, terminal: Terminal) {
  await verify(archive, terminal)
  const folder = buildFolder(dataDirectory)
  clearBuild(folder)
  try {
    refuseFullDisk(archive, folder)
    await build(archive, folder, terminal)
  } catch (error) {
    clearBuild(folder)
    throw error
  }
}

async function putInPlace(archive: Archive, dataDirectory: string): Promise<Restored> {
  const hasSecret = existsSync(join(buildFolder(dataDirectory), SECRET))
  const journal: Journal = {
    replaced: `replaced-${new Date().toISOString().replace(/[:.]/g, '-')}`,
    backup: archive.id,
    parts: ['store', 'uploads', ...(hasSecret ? [SECRET] : [])],
  }
  await beginSwap(dataDirectory, journal)
  await swap(dataDirectory, journal)
  return told(archive, dataDirectory, journal)
}

async function swap(dataDirectory: string, journal: Journal): Promise<void> {
  for await (const _ of swapIn(dataDirectory, journal));
}

/** What an earlier restore left that was stopped before its swap; the lock is this one's own. */
function clearBuild(folder: string): void {
  for (const name of readdirSync(folder))
    if (!name.startsWith('store.lock')) rmSync(join(folder, name), { recursive: true, force: true })
}

function refuseHeld(dataDirectory: string): void {
  const held = ['store/data.mdb', 'uploads'].filter(name => holds(join(dataDirectory, name)))
  if (held.length > 0)
    throw new Refusal(
      `${dataDirectory} holds data already: with --force it is moved aside, to a folder \`replaced-…\` there`,
    )
}

function holds(path: string): boolean {
  if (!existsSync(path)) return false
  return path.endsWith('data.mdb') || readdirSync(path).length > 0
}

/** The store takes up to twice its BSON, with its indexes. */
function refuseFullDisk({ manifest }: Archive, folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  const size = (name: string, size: number) => (name.startsWith('store/') ? 2 * size : size)
  const wanted = manifest.entries.reduce((sum, entry) => sum + size(entry.name, entry.size), 0)
  if (wanted > bavail * bsize)
    throw new Refusal(
      `${bytes(wanted)} are needed in ${folder}, and ${bytes(bavail * bsize)} are free`,
    )
}

function told({ manifest }: Archive, dataDirectory: string, { replaced }: Journal): Restored {
  const kept = join(dataDirectory, replaced)
  return {
    documents: manifest.collections.reduce((sum, { count }) => sum + count, 0),
    files: manifest.entries.filter(({ name }) => name.startsWith('uploads/')).length,
    createdAt: manifest.createdAt,
    ...(existsSync(kept) && { replaced: kept }),
  }
}
