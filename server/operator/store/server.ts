import { type Collection, type Document, MongoClient } from 'mongodb'
import { Refusal } from '../command.ts'
import { withoutPassword } from '../settings.ts'
import type { Source } from './source.ts'

/** Connects, or throws Refusal with what the server or the driver says, never with a password. */
export async function connectTo(uri: string, patienceMs = 10_000): Promise<MongoClient> {
  try {
    return await MongoClient.connect(uri, { serverSelectionTimeoutMS: patienceMs })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(`could not reach ${withoutPassword(uri)}: ${hidden(reason, uri)}`)
  }
}

/** The hub's database on a MongoDB server, read through the driver: not all of one moment while the hub writes. */
export async function serverSource(uri: string): Promise<Source> {
  const client = await connectTo(uri)
  const db = client.db()
  const listed = await db.listCollections({}, { nameOnly: false }).toArray()
  const own = listed.filter(
    ({ name, type }) => type === 'collection' && !name.startsWith('system.'),
  )
  const collections = await Promise.all(
    own.map(async ({ name, options = {} }) => ({
      ...{ db: db.databaseName, name, options },
      indexes: await db.collection(name).indexes(),
      documents: () => rawDocuments(db.collection(name)),
    })),
  )
  return { database: db.databaseName, collections, close: () => client.close() }
}

/** All documents of a collection as the bytes that the server sent. */
export async function* rawDocuments(collection: Collection): AsyncGenerator<Uint8Array> {
  for await (const document of collection.find({}, { raw: true })) yield rawOf(document)
}

/** With `raw` the driver gives bytes, though its types do not say so. */
export function rawOf(document: Document): Uint8Array {
  if (document instanceof Uint8Array) return document
  throw new Error('the driver did not give the bytes of a document')
}

function hidden(message: string, uri: string): string {
  const password = /\/\/[^/@:]*:([^/@]*)@/.exec(uri)?.[1]
  const safe = message.replaceAll(uri, withoutPassword(uri))
  return password ? safe.replaceAll(password, '***') : safe
}
