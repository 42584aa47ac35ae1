import mongoose from 'mongoose'
import { onWrite } from '../../../models/writes.ts'
import { forgetWritten } from '../memory.ts'
import { prepareLibraryCollections } from './libraries.ts'
import type { Store } from './store.ts'

mongoose.set('strictQuery', true)
mongoose.set('autoIndex', false)
// What was remembered of a record is out of date once it is written.
onWrite(forgetWritten)

export type Database = { close(): Promise<void> }

/** Connects Mongoose to a store, which closes with it. The models' indexes are there when it returns. */
export async function connect(store: Store): Promise<Database> {
  await mongoose.connect(store.uri, { serverSelectionTimeoutMS: 10_000 })
  await Promise.all(mongoose.modelNames().map(name => mongoose.model(name).createIndexes()))
  if (mongoose.connection.db) await prepareLibraryCollections(mongoose.connection.db)
  return {
    async close() {
      await mongoose.disconnect()
      await store.close()
    },
  }
}
