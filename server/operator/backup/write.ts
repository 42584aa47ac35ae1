import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EJSON } from 'bson'
import type { Config } from '../../platform/config.ts'
import { root } from '../../platform/root.ts'
import { documentsName, MANIFEST, metadataName, SECRET } from '../archive/layout.ts'
import { FORMAT, type Manifest } from '../archive/manifest.ts'
import { ArchiveWriter, refuseExisting } from '../archive/write.ts'
import { storeFolder } from '../settings.ts'
import { inBatches } from '../store/batches.ts'
import { embeddedSource } from '../store/embedded.ts'
import { serverSource } from '../store/server.ts'
import type { SourceCollection } from '../store/source.ts'
import { bytes, type Terminal } from '../terminal.ts'
import { addUploads } from './uploads.ts'

type Options = { force: boolean; terminal: Terminal }
type Written = { size: number; documents: number; files: number }

/** Writes a backup to `file`: whole, or not at all. */
export async function writeBackup(
  config: Config,
  file: string,
  { force, terminal }: Options,
): Promise<Written> {
  if (!force) await refuseExisting(file)
  const createdAt = new Date().toISOString()
  const archive = await ArchiveWriter.create(file)
  try {
    const store = await addStore(archive, config, terminal)
    // After the store: a file is there before the record that names it.
    const files = config.s3Url ? leftOut(terminal) : await addUploads(archive, config, terminal)
    await addSecret(archive, config)
    const uploads = config.s3Url ? 'left out' : 'included'
    await addManifest(archive, { ...store, createdAt, uploads })
    await archive.finish({ replace: force })
    const documents = store.collections.reduce((sum, { count }) => sum + count, 0)
    return { size: archive.size, documents, files }
  } catch (error) {
    await archive.abandon()
    throw error
  } finally {
    terminal.clear()
  }
}

async function addStore(archive: ArchiveWriter, config: Config, terminal: Terminal) {
  const source = await openSource(config, terminal)
  try {
    const collections: Manifest['collections'] = []
    for (const collection of source.collections) {
      const { db, name } = collection
      collections.push({ db, name, count: await addCollection(archive, collection, terminal) })
    }
    return { database: source.database, collections }
  } finally {
    await source.close()
  }
}

async function openSource({ mongodbUri, ...config }: Config, terminal: Terminal) {
  if (!mongodbUri) return embeddedSource(storeFolder(config))
  terminal.note(
    'MONGODB_URI is set: the store is read while others write to it, so it is not all of one moment.',
  )
  return serverSource(mongodbUri)
}

async function addCollection(
  archive: ArchiveWriter,
  { db, name, indexes, options, documents }: SourceCollection,
  terminal: Terminal,
): Promise<number> {
  let count = 0
  async function* joined() {
    for await (const batch of inBatches(documents(), ({ length }) => length)) {
      count += batch.length
      yield Buffer.concat(batch)
      terminal.progress(`${name}: ${count} documents, ${bytes(archive.size)} written`)
    }
  }
  await archive.add(documentsName(db, name), joined(), { compress: true })
  const metadata = { indexes, collectionName: name, type: 'collection', options }
  await archive.add(metadataName(db, name), text(EJSON.stringify(metadata, { relaxed: false })), {
    compress: true,
  })
  return count
}

async function addSecret(archive: ArchiveWriter, { dataDirectory }: Config): Promise<void> {
  const secret = await readFile(join(dataDirectory, SECRET)).catch(() => undefined)
  if (secret) await archive.add(SECRET, [secret], { compress: false })
}

type Known = Pick<Manifest, 'createdAt' | 'database' | 'collections' | 'uploads'>

async function addManifest(archive: ArchiveWriter, known: Known): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const manifest: Manifest = { format: FORMAT, hub: version, ...known, entries: archive.entries }
  await archive.add(MANIFEST, text(JSON.stringify(manifest, null, 1)), { compress: true })
}

function leftOut(terminal: Terminal): number {
  terminal.note('S3_URL is set: the uploads are in the bucket and not in this backup.')
  return 0
}

function text(content: string): Uint8Array[] {
  return [Buffer.from(content)]
}
