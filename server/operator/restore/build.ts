import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { EJSON } from 'bson'
import { type Db, MongoClient } from 'mongodb'
import { z } from 'zod'
import { startEmbeddedStore } from '../../../store/src/index.ts'
import { documentsName, metadataName, placeOf } from '../archive/layout.ts'
import type { Manifest, ManifestEntry } from '../archive/manifest.ts'
import type { Archive } from '../archive/read.ts'
import { syncFolder } from '../archive/write.ts'
import { Refusal } from '../command.ts'
import { inBatches } from '../store/batches.ts'
import { documentsIn } from '../store/frames.ts'
import { createIndexes, insertRaw } from '../store/write.ts'
import { plural, type Terminal } from '../terminal.ts'

const metadataSchema = z.object({ indexes: z.array(z.record(z.string(), z.unknown())) })

type Collection = Manifest['collections'][number]

/** Writes all that a backup holds to `folder`, as a DATA_DIR has it. */
export async function build(archive: Archive, folder: string, terminal: Terminal): Promise<void> {
  await buildStore(archive, join(folder, 'store'), terminal)
  await mkdir(join(folder, 'uploads'), { recursive: true, mode: 0o700 })
  let written = 0
  const files = archive.manifest.entries.filter(({ name }) => isFile(name))
  for (const entry of files) {
    await writeFile(archive, entry, folder)
    terminal.progress(`files: ${++written} of ${files.length}`)
  }
  await syncFolder(folder)
}

function isFile(name: string): boolean {
  const kind = placeOf(name)?.kind
  return kind === 'upload' || kind === 'secret'
}

async function writeFile(archive: Archive, entry: ManifestEntry, folder: string): Promise<void> {
  const path = join(folder, entry.name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const out = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(archive.read(entry), { objectMode: false }), out)
}

async function buildStore(archive: Archive, directory: string, terminal: Terminal): Promise<void> {
  const store = await startEmbeddedStore({ directory })
  const client = await MongoClient.connect(store.uri)
  try {
    for (const collection of archive.manifest.collections) {
      const { database } = archive.manifest
      // What was the hub's database on a server is the hub's database here, whatever its name was.
      const db = collection.db === database ? client.db() : client.db(collection.db)
      await fill(archive, collection, db, terminal)
    }
  } finally {
    await client.close()
    await store.close()
  }
}

async function fill(archive: Archive, collection: Collection, db: Db, terminal: Terminal) {
  const { name, count } = collection
  const entry = entryOf(archive, documentsName(collection.db, name))
  await db.createCollection(name)
  let inserted = 0
  for await (const batch of inBatches(documentsIn(archive.read(entry)), each => each.length)) {
    const [refused] = await insertRaw(db, name, batch)
    if (refused) throw new Refusal(`${entry.name}: ${refused.errmsg}`)
    inserted += batch.length
    terminal.progress(`${name}: ${inserted} of ${plural(count, 'document')}`)
  }
  // Counted before its indexes are there: one may make documents expire.
  const held = await db.collection(name).countDocuments()
  if (held !== count) throw new Refusal(`${name} holds ${held} documents, not ${count}`)
  await createIndexes(db, name, await indexesOf(archive, collection))
  const { valid, errors } = await db.command({ validate: name })
  if (!valid) throw new Refusal(`${name} is not sound: ${String(errors)}`)
}

async function indexesOf(archive: Archive, { db, name }: Collection) {
  const entry = entryOf(archive, metadataName(db, name))
  const parsed: unknown = EJSON.parse(await text(Readable.from(archive.read(entry))))
  const result = metadataSchema.safeParse(parsed)
  if (!result.success) throw new Refusal(`${entry.name} does not list indexes`)
  return result.data.indexes
}

function entryOf(archive: Archive, name: string): ManifestEntry {
  const entry = archive.manifest.entries.find(each => each.name === name)
  if (!entry) throw new Refusal(`${name} is missing`)
  return entry
}
