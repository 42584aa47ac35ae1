import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'mocha'
import { type Db, MongoClient } from 'mongodb'
import { readSettings } from '../../server/operator/settings.ts'
import { openDiskStore } from '../../server/platform/files/disk.ts'
import { startEmbeddedStore } from '../../store/src/index.ts'

export { aTerminal } from './terminal.ts'

/** A temporary folder, gone after the tests of the `describe`. */
export function useFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const settingsFor = (dataDirectory: string) => readSettings({ DATA_DIR: dataDirectory })

/** Opens the store of a DATA_DIR as the hub does, lets `use` work with it, and closes it. */
export async function withStore<T>(dataDirectory: string, use: (db: Db) => Promise<T>): Promise<T> {
  const directory = join(dataDirectory, 'store')
  const store = await startEmbeddedStore({ directory, worker: false })
  const client = await MongoClient.connect(store.uri)
  try {
    return await use(client.db())
  } finally {
    await client.close()
    await store.close()
  }
}

export function filesOf(dataDirectory: string) {
  return openDiskStore({
    directory: join(dataDirectory, 'uploads'),
    temporary: join(dataDirectory, 'tmp'),
  })
}

export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('it did not fail')
}
