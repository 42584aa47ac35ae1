import type { Db, Document } from 'mongodb'
import { asDocument } from './exact.ts'

type WriteError = { index: number; code: number; errmsg: string }

/** Inserts documents as the bytes they are, each on its own; gives what was refused. */
export async function insertRaw(
  db: Db,
  collection: string,
  documents: readonly Uint8Array[],
): Promise<WriteError[]> {
  const { writeErrors } = await db.command({
    insert: collection,
    documents: documents.map(asDocument),
    ordered: false,
    writeConcern: { w: 'majority' },
  })
  return Array.isArray(writeErrors) ? writeErrors : []
}

/** Makes the indexes that `listIndexes` told of elsewhere. */
export async function createIndexes(db: Db, collection: string, listed: readonly Document[]) {
  const indexes = listed.filter(({ name }) => name !== '_id_').map(({ ns, ...index }) => index)
  if (indexes.length > 0) await db.command({ createIndexes: collection, indexes })
}
