import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { lockDirectory } from './lock.ts'
import type { Address, Log } from './server.ts'
import { runEngineInThread } from './thread.ts'
import { unusable } from './unusable.ts'

export interface EmbeddedStore {
  /** A connection string for the MongoDB driver, with the database `rouedad`. */
  uri: string
  /** Removes expired documents now, as the sweep of each minute does; gives how many. */
  sweep(now?: Date): Promise<number>
  /** Ends all connections, with every acknowledged write on disk, and lets go of the directory. */
  close(): Promise<void>
}

/** A Unix socket's path must fit `sun_path` (108 bytes on Linux, 104 on macOS). */
const LONGEST_PATH = 100
const DATABASE = 'rouedad'

/**
 * Starts the embedded store on the files in `directory` (made if missing, for this user only) and serves the MongoDB wire protocol
 * on a Unix socket, or on a loopback port on Windows. `worker: false` runs it in the caller's thread. `strict` refuses a query that
 * looks at more than 100 documents without an index and names its shape; one that means it says `hint: { $natural: 1 }`.
 *
 * Throws if another process has the directory (the message names its pid) or if the files cannot be opened.
 */
export async function startEmbeddedStore(options: {
  directory: string
  worker?: boolean
  strict?: boolean
  log?: Log
}): Promise<EmbeddedStore> {
  const directory = resolve(options.directory)
  const log = options.log ?? (() => {})
  let release = () => {}
  let place: Place | undefined
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    place = socketPlace(directory)
    release = await lockDirectory(directory, 'path' in place.address ? place.address.path : '')
    // Loaded only where it runs: the caller of a worker starts sooner without it.
    const run =
      options.worker === false ? (await import('./engine.ts')).runEngine : runEngineInThread
    const engine = await run(directory, place.address, log, options.strict)
    const { remove } = place
    const close = async () => {
      await engine.close()
      remove()
      release()
    }
    return {
      uri: uriOf(engine.address),
      sweep: (now = new Date()) => engine.sweep(now),
      close: once(close),
    }
  } catch (error) {
    release()
    if (place?.temporary) place.remove()
    throw unusable(directory, error)
  }
}

interface Place {
  address: Address
  temporary: boolean
  remove: () => void
}

/** The socket lies beside the data; when that path is too long, in a private folder of the system's temporary one. */
function socketPlace(directory: string): Place {
  if (process.platform === 'win32')
    return { address: { port: 0 }, temporary: false, remove: () => {} }
  const beside = join(directory, 'mongo.sock')
  const temporary = Buffer.byteLength(beside) > LONGEST_PATH
  const path = temporary ? join(privateFolder(), 'mongo.sock') : beside
  return {
    address: { path },
    temporary,
    remove: () => rmSync(temporary ? dirname(path) : path, { recursive: true, force: true }),
  }
}

function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rouedad-'))
  chmodSync(folder, 0o700)
  return folder
}

function uriOf(address: Address): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `127.0.0.1:${address.port}`
  return `mongodb://${host}/${DATABASE}?directConnection=true`
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => {
    closing ??= close()
    return closing
  }
}
