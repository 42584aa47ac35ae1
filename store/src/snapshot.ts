import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb'
import { type Doc, decode, isDoc } from './values.ts'

/** One document: its place in the order of `_id`, and its BSON. */
export interface Stored {
  key: Buffer
  bytes: Buffer
}

export interface SnapshotCollection {
  db: string
  name: string
  /** As `listIndexes` gives them, `_id_` first. */
  indexes: Doc[]
  /** All documents in the order of `_id`, or those past a key. */
  documents(after?: Buffer): Iterable<Stored>
}

export interface Snapshot {
  collections: SnapshotCollection[]
  /** Grows with each write to the files, also with those made since. */
  lastTransaction(): number
  close(): Promise<void>
}

type Tree = Database<Buffer, Buffer>
interface CatalogRecord {
  id: number
  db: string
  name: string
  indexes: Doc[]
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary' } as const
const MOST_TREES = 4000
const MOST_ATTEMPTS = 100

/**
 * All that a store held at one moment, read from its files in `directory` whether or not a process is writing to them: everything
 * comes from one read transaction of LMDB. Throws when there is no store. Hold it no longer than it takes to read: meanwhile the
 * writer can not use again the pages of what it removes.
 */
export function openSnapshot(directory: string): Snapshot {
  if (!existsSync(join(directory, 'data.mdb'))) throw new Error(`there is no store in ${directory}`)
  const env: RootDatabase<Buffer, Buffer> = open({
    path: directory,
    readOnly: true,
    maxDbs: MOST_TREES,
    ...BINARY,
  })
  const { transaction, records, trees } = pin(env)
  const collections = records.map(({ id, db, name, indexes }) => ({
    db,
    name,
    indexes: indexes.map(indexSpecification),
    documents: (after?: Buffer) => read(trees.get(id), transaction, after),
  }))
  const close = async () => {
    transaction.done()
    await env.close()
  }
  return { collections, lastTransaction: () => lastTransaction(env), close }
}

/**
 * A tree must be opened before the transaction that reads it begins, and which trees there are is known only inside: so the
 * catalogue is read again until the transaction asks for no tree that is not open.
 */
function pin(env: RootDatabase<Buffer, Buffer>) {
  const catalog: Tree = env.openDB('catalog', BINARY)
  const trees = new Map<number, Tree>()
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const transaction = env.useReadTransaction()
    const records = readCatalog(catalog, transaction)
    const missing = records.filter(({ id }) => !trees.has(id))
    if (missing.length === 0) return { transaction, records, trees }
    transaction.done()
    for (const { id } of missing) openTree(env, trees, id)
  }
  throw new Error('the collections of the store change too fast to be read')
}

/** A tree that was dropped since is not in the next catalogue either. */
function openTree(env: RootDatabase<Buffer, Buffer>, trees: Map<number, Tree>, id: number): void {
  const tree: Tree | undefined = env.openDB(`c${id}`, BINARY)
  if (tree) trees.set(id, tree)
}

function readCatalog(catalog: Tree, transaction: Transaction): CatalogRecord[] {
  return Array.from(catalog.getRange({ transaction }))
    .filter(({ key }) => key[0] !== 0)
    .map(({ value }) => catalogRecord(decode(value)))
}

function catalogRecord({ id, db, name, indexes }: Doc): CatalogRecord {
  if (typeof id !== 'number' || typeof db !== 'string' || typeof name !== 'string')
    throw new Error('the catalog of the store is damaged')
  const own = Array.isArray(indexes) ? indexes.filter(isDoc) : []
  return { id, db, name, indexes: [{ key: { _id: 1 }, name: '_id_' }, ...own] }
}

/** An index as `listIndexes` shows it, of the catalogue's record of it. */
function indexSpecification(stored: Doc): Doc {
  const { key, name, unique, sparse, partial, expireAfterSeconds } = stored
  return {
    v: 2,
    key,
    name,
    ...(unique === true && { unique }),
    ...(sparse === true && { sparse }),
    ...(isDoc(partial) && { partialFilterExpression: partial }),
    ...(typeof expireAfterSeconds === 'number' && { expireAfterSeconds }),
  }
}

function* read(tree: Tree | undefined, transaction: Transaction, after?: Buffer) {
  if (!tree) return
  const from = after && { start: after, exclusiveStart: true }
  for (const { key, value } of tree.getRange({ transaction, ...from })) {
    yield { key: Buffer.from(key), bytes: value }
  }
}

function lastTransaction(env: RootDatabase<Buffer, Buffer>): number {
  const stats: { lastTxnId?: number } = env.getStats()
  return stats.lastTxnId ?? 0
}
