import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db, Document } from 'mongodb'
import type { Config } from '../../platform/config.ts'
import { openFileStore } from '../../platform/files/open.ts'
import { storeFolder } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

/** Sizes in bytes. */
export type Stats = {
  collections: { name: string; documents: number; bytes: number; indexes: Index[] }[]
  /** The embedded store's file. */
  store?: { bytes: number }
  /** The disk of DATA_DIR. */
  disk?: { size: number; free: number }
  uploads: { count: number; bytes?: number }
}

type Index = { name: string; bytes: number }

export async function gather(db: Db, config: Config, terminal: Terminal): Promise<Stats> {
  const disk = await statfs(config.dataDirectory).catch(() => undefined)
  return {
    collections: await collectionsOf(db),
    ...(!config.mongodbUri && { store: await storeOf(config) }),
    ...(disk && { disk: { size: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize } }),
    uploads: await uploadsOf(config, terminal),
  }
}

async function collectionsOf(db: Db): Promise<Stats['collections']> {
  const listed = await db.listCollections({}, { nameOnly: false }).toArray()
  const names = listed.filter(({ type }) => type === 'collection').map(({ name }) => name)
  return Promise.all(
    names.sort().map(async name => {
      const { count, storageSize, indexSizes } = await db.command({ collStats: name })
      return { name, documents: count, bytes: storageSize, indexes: indexesOf(indexSizes) }
    }),
  )
}

function indexesOf(sizes: Document): Index[] {
  return Object.entries(sizes).map(([name, bytes]) => ({ name, bytes: Number(bytes) }))
}

async function storeOf(config: Config) {
  const { size } = await stat(join(storeFolder(config), 'data.mdb'))
  return { bytes: size }
}

/** A bucket would have to be asked for each size: only the number is told. */
async function uploadsOf(config: Config, terminal: Terminal): Promise<Stats['uploads']> {
  const files = openFileStore(config)
  let count = 0
  let size = 0
  for await (const key of files.list()) {
    if (!config.s3Url) size += await files.size(key).catch(() => 0)
    terminal.progress(`counting uploads: ${++count}`)
  }
  return { count, ...(!config.s3Url && { bytes: size }) }
}
