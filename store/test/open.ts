import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Collection, type Db, type Document, MongoClient, type ObjectId } from 'mongodb'
import { type EmbeddedStore, startEmbeddedStore } from '../src/index.ts'

/** Any document, with an `_id` of any of the usual types. */
export interface Thing extends Document {
  _id?: number | string | ObjectId
}

export interface Opened {
  directory: string
  store: EmbeddedStore
  client: MongoClient
  db: Db
  things: (name: string) => Collection<Thing>
  close: () => Promise<void>
}

/** A store of its own on a new temporary directory, with a client. `close` removes it all. */
export async function openTemporary(
  options: { worker?: boolean; strict?: boolean } = {},
): Promise<Opened> {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  const store = await startEmbeddedStore({ directory, worker: false, ...options })
  const client = await MongoClient.connect(store.uri)
  const close = async () => {
    await client.close()
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
  const db = client.db()
  return { directory, store, client, db, things: name => db.collection<Thing>(name), close }
}

/** The index and cost that `explain` tells of a cursor or pipeline. */
export function costOf(explained: unknown): {
  index: string
  keys: number
  documents: number
  n: number
} {
  const text = JSON.stringify(explained)
  const read = (name: string) => Number(new RegExp(`"${name}":(\\d+)`).exec(text)?.[1])
  return {
    index: /"indexName":"([^"]*)"/.exec(text)?.[1] ?? /"stage":"COLLSCAN"/.exec(text)?.[0] ?? '',
    keys: read('totalKeysExamined'),
    documents: read('totalDocsExamined'),
    n: read('nReturned'),
  }
}

/** The error that a promise ends with. Throws if it does not. */
export async function failure(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return Object.assign(error)
    throw error
  }
  throw new Error('it did not fail')
}
