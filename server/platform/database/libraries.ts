import type { Db } from 'mongodb'
import { expires } from '../../../models/expiring.ts'

/** The collections of the libraries that keep sessions and rate limits, which have no model: their indexes, and what expires in them. */
export async function prepareLibraryCollections(db: Db) {
  const [sessions, limits] = [db.collection('sessions'), db.collection('rate_limits')]
  await Promise.all([
    sessions.createIndex({ expires: 1 }),
    limits.createIndex({ key: 1 }, { unique: true }),
    limits.createIndex({ expire: 1 }),
  ])
  expires(sessions, 'expires')
  expires(limits, 'expire')
}
