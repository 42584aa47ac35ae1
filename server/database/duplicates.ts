import { mongo } from 'mongoose'

/** A unique index refused a write; with `field`, the index of that field. */
export function isDuplicate(failure: unknown, field?: string) {
  return (
    failure instanceof mongo.MongoServerError &&
    failure.code === 11000 &&
    (field === undefined || Object.keys(failure.keyPattern ?? {}).includes(field))
  )
}
