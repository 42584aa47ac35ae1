import { join } from 'node:path'
import mongoose from 'mongoose'
import type { Config } from '../config.ts'
import { log } from '../log.ts'
import { startEmbeddedStore } from './embedded/index.ts'

mongoose.set('strictQuery', true)
mongoose.set('autoIndex', false)

type StoreEvent = Parameters<NonNullable<Parameters<typeof startEmbeddedStore>[0]['log']>>[0]

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
        log: tellOfStore,
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

/** Without its store the hub can do nothing but let whoever watches over it start it again. */
function tellOfStore(event: StoreEvent) {
  if ('event' in event && event.event === 'store thread ended') {
    log.fatal(event, 'the store stopped')
    process.exit(1)
  }
  log.debug(event, 'store')
}
