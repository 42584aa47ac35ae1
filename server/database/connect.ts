import { join } from 'node:path'
import mongoose from 'mongoose'
import type { Config } from '../config.ts'
import { log } from '../log.ts'
import { startEmbeddedStore } from './embedded/index.ts'

mongoose.set('strictQuery', true)
mongoose.set('autoIndex', false)

export type Database = { close(): Promise<void> }

/**
 * Connects Mongoose to MONGODB_URI, or to the embedded store in DATA_DIR. The models' indexes are
 * there when it returns. Throws when the store can't be opened.
 */
export async function connect(config: Config): Promise<Database> {
  const embedded = config.mongodbUri
    ? undefined
    : await startEmbeddedStore({
        directory: join(config.dataDirectory, 'store'),
        log: event => log.debug(event, 'store'),
      })
  await mongoose.connect(config.mongodbUri ?? embedded?.uri ?? '', {
    serverSelectionTimeoutMS: 10_000,
  })
  await Promise.all(mongoose.modelNames().map(name => mongoose.model(name).createIndexes()))
  return {
    async close() {
      await mongoose.disconnect()
      await embedded?.close()
    },
  }
}
