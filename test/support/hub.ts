import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { before } from 'mocha'
import mongoose from 'mongoose'
import { readConfig } from '../../server/platform/config.ts'
import { forgetAll } from '../../server/platform/memory.ts'
import { untilSearchReady } from '../../server/search/service.ts'
import { type Hub, startHub } from '../../server/start.ts'
import { startEmbeddedStore } from '../../store/src/index.ts'
import { quickFolder } from './quick-folder.ts'

/** One hub a test process, on its own port and store; each file that asks for it finds the store empty. */
let starting: Promise<Hub> | undefined

export function useHub() {
  const hub = { url: '', dataDirectory: '', sessionSecret: '' }
  before(async function () {
    this.timeout(60_000)
    starting ??= start()
    hub.url = (await starting).url
    hub.dataDirectory = directory
    hub.sessionSecret = settings().sessionSecret
    await emptyStore()
  })
  return hub
}

const directory = mkdtempSync(join(quickFolder(), 'rouedad-test-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

function settings() {
  return readConfig({
    PORT: '0',
    DATA_DIR: directory,
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
  })
}

function start() {
  return startHub(settings(), process.env.TEST_MONGODB_URI ? serverOfTests() : strictStore())
}

/** The embedded store, which here refuses a query that no index serves. */
function strictStore() {
  return startEmbeddedStore({ directory: join(directory, 'store'), strict: true })
}

/** A database of its own on the server of TEST_MONGODB_URI, which is there for tests: it is left behind. */
async function serverOfTests() {
  const uri = new URL(process.env.TEST_MONGODB_URI ?? '')
  uri.pathname = `/rouedad-test-${randomUUID()}`
  return { uri: uri.href, close: async () => {} }
}

/** Removes every record, through the driver, so that indexes stay. */
async function emptyStore() {
  const collections = (await mongoose.connection.db?.collections()) ?? []
  await Promise.all(
    collections
      .filter(({ collectionName }) => !collectionName.startsWith('system.'))
      .map(c => c.deleteMany({}, { hint: { $natural: 1 } })),
  )
  forgetAll()
  await untilSearchReady()
}
