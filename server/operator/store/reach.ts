import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from 'mongodb'
import type { Config } from '../../config.ts'
import { startEmbeddedStore } from '../../database/embedded/index.ts'
import { holderOfDirectory } from '../../database/embedded/lock.ts'
import { Refusal } from '../command.ts'
import { refuseUnfinishedRestore } from '../restore/unfinished.ts'
import { DATABASE, storeFolder } from '../settings.ts'
import { connectTo } from './server.ts'

export type Reached = { db: Db; close(): Promise<void> }

/**
 * The hub's database, wherever it is: on the server of MONGODB_URI, in the hub that runs, or in the files of one that does not.
 */
export async function reachStore(config: Config): Promise<Reached> {
  if (config.mongodbUri) return connected(config.mongodbUri)
  refuseUnfinishedRestore(config.dataDirectory)
  const folder = storeFolder(config)
  if (!existsSync(join(folder, 'data.mdb')))
    throw new Refusal(`there is no store in ${folder}: is DATA_DIR the hub’s?`)
  const holder = await holderOfDirectory(folder)
  return holder ? connected(addressOf(holder)) : started(folder)
}

async function connected(uri: string): Promise<Reached> {
  const client = await connectTo(uri)
  return { db: client.db(), close: () => client.close() }
}

async function started(directory: string): Promise<Reached> {
  const store = await startEmbeddedStore({ directory })
  const { db, close } = await connected(store.uri)
  return {
    db,
    async close() {
      await close()
      await store.close()
    },
  }
}

function addressOf({ pid, host, socket }: { pid: number; host: string; socket: string }): string {
  if (socket) return `mongodb://${encodeURIComponent(socket)}/${DATABASE}?directConnection=true`
  throw new Refusal(`process ${pid} on ${host} uses the store and can not be asked: stop it first`)
}
