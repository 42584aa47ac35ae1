import { mongo } from 'mongoose'

/** A unique index refused a write; with `field`, the index of that field, as far as the server tells which (FerretDB does not). */
export function isDuplicate(failure: unknown, field?: string) {
  if (!(failure instanceof mongo.MongoServerError) || failure.code !== 11000) return false
  if (field === undefined || failure.keyPattern === undefined) return true
  return Object.keys(failure.keyPattern).includes(field)
}
