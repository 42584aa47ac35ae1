import { mongo } from 'mongoose'

const MOST_TRIES = 50

/** A unique index refused a write; with `field`, the index of that field, as far as the server tells which (FerretDB does not). */
export function isDuplicate(failure: unknown, field?: string) {
  if (!(failure instanceof mongo.MongoServerError) || failure.code !== 11000) return false
  if (field === undefined || failure.keyPattern === undefined) return true
  return Object.keys(failure.keyPattern).includes(field)
}

/** Writes again, from the start, while another writer has taken the value of `field` meanwhile. Not for ever. */
export async function retryWhileTaken<T>(field: string, write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (failure) {
      if (!isDuplicate(failure, field) || tries === MOST_TRIES) throw failure
    }
  }
}

/** An upsert of a record that two may make at once: the second one finds what the first one made. */
export async function upsertOnce<T>(upsert: () => PromiseLike<T>): Promise<T> {
  try {
    return await upsert()
  } catch (failure) {
    if (!isDuplicate(failure)) throw failure
    return upsert()
  }
}
