import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize } from 'bson'
import { type Collection, type Db, type Document, MongoClient, type ObjectId } from 'mongodb'
import { startEmbeddedStore } from '../../src/index.ts'

/** Any document, with an `_id` of any of the usual types. */
export interface Thing extends Document {
  _id?: number | string | ObjectId
}

export interface Opened {
  uri: string
  client: MongoClient
  db: Db
  things: (name: string) => Collection<Thing>
  close: () => Promise<void>
}

/**
 * A server to ask: without `TEST_MONGODB_URI` an embedded store of its own, with it that server. The database is new, its name by
 * chance, and gone after `close`.
 */
export async function open(): Promise<Opened> {
  const given = process.env.TEST_MONGODB_URI
  const server = given ? { uri: given, stop: async () => {} } : await embedded()
  const client = await MongoClient.connect(server.uri)
  const db = client.db(`conformance_${randomBytes(6).toString('hex')}`)
  const close = async () => {
    await db.dropDatabase()
    await client.close()
    await server.stop()
  }
  return { uri: server.uri, client, db, things: name => db.collection<Thing>(name), close }
}

async function embedded(): Promise<{ uri: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'conformance-'))
  const store = await startEmbeddedStore({ directory, worker: false })
  const stop = async () => {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
  return { uri: store.uri, stop }
}

/** The error that a promise ends with. Throws, naming `label`, if it does not. */
export async function failure(
  promise: Promise<unknown>,
  label = 'it',
): Promise<Error & Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return Object.assign(error)
    throw error
  }
  throw new Error(`${label} did not fail`)
}

/** The code of the error that a promise ends with. Throws, naming `label`, if there is none. */
export async function codeOf(promise: Promise<unknown>, label = 'it'): Promise<number> {
  const { code, message } = await failure(promise, label)
  if (typeof code === 'number') return code
  throw new Error(`${label} failed without a code: ${message}`)
}

/** One document as stored, with the number types of BSON. */
export async function typed(things: Collection<Thing>, filter: Document = {}): Promise<Document> {
  const raw = await things.findOne(filter, { raw: true })
  return decoded(raw)
}

/** Raw bytes as a document with the number types of BSON. */
export function decoded(raw: unknown): Document {
  return deserialize(Buffer.from(Object(raw)), {
    promoteValues: false,
    promoteLongs: false,
    bsonRegExp: true,
  })
}
