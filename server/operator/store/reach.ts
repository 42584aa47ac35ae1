import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from 'mongodb'
import { holderOfDirectory } from '../../../store/src/files.ts'
import { startEmbeddedStore } from '../../../store/src/index.ts'
import type { Config } from '../../platform/config.ts'
import type { Store } from '../../platform/database/store.ts'
import { refuseUnfinishedRestore } from '../../platform/database/unfinished-restore.ts'
import { Refusal } from '../command.ts'
import { DATABASE, storeFolder } from '../settings.ts'
import { connectTo } from './server.ts'

export type Reached = { db: Db; close(): Promise<void> }

/**
 * The hub's database, wherever it is: on the server of MONGODB_URI, in the hub that runs, or in the files of one that does not.
 */
export async function reachStore(config: Config): Promise<Reached> {
  const { uri, close } = await reachUri(config)
  const client = await connectTo(uri)
  return {
    db: client.db(),
    async close() {
      await client.close()
      await close()
    },
  }
}

/** The same as an address, for who connects by themselves. */
export async function reachUri(config: Config): Promise<Store> {
  if (config.mongodbUri) return { uri: config.mongodbUri, close: async () => {} }
  refuseUnfinishedRestore(config.dataDirectory)
  const folder = storeFolder(config)
  if (!existsSync(join(folder, 'data.mdb')))
    throw new Refusal(`there is no store in ${folder}: is DATA_DIR the hub’s?`)
  const holder = await holderOfDirectory(folder)
  return holder
    ? { uri: addressOf(holder), close: async () => {} }
    : startEmbeddedStore({ directory: folder })
}

function addressOf({ pid, host, socket }: { pid: number; host: string; socket: string }): string {
  if (socket) return `mongodb://${encodeURIComponent(socket)}/${DATABASE}?directConnection=true`
  throw new Refusal(`process ${pid} on ${host} uses the store and can not be asked: stop it first`)
}
