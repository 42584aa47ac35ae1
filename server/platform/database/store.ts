import { join } from 'node:path'
import { startEmbeddedStore } from '../../../store/src/index.ts'
import type { Config } from '../config.ts'
import { log } from '../log.ts'
import { refuseUnfinishedRestore } from './unfinished-restore.ts'

/** Where the driver connects to. */
export type Store = { uri: string; close(): Promise<void> }

type StoreEvent = Parameters<NonNullable<Parameters<typeof startEmbeddedStore>[0]['log']>>[0]

const ENDED = ['store thread ended', 'store broken']

/** MONGODB_URI, or the embedded store in DATA_DIR. Throws when another process holds it. */
export async function openStore(config: Config): Promise<Store> {
  if (config.mongodbUri) return { uri: config.mongodbUri, close: async () => {} }
  refuseUnfinishedRestore(config.dataDirectory)
  return startEmbeddedStore({ directory: join(config.dataDirectory, 'store'), log: tellOfStore })
}

/** Without its store the hub can do nothing but let whoever watches over it start it again. */
function tellOfStore(event: StoreEvent) {
  if ('event' in event && ENDED.includes(String(event.event))) {
    log.fatal(event, 'the store stopped')
    process.exit(1)
  }
  log.debug(event, 'store')
}
