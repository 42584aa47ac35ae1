import { type Address, type Listening, type Log, serve } from './server.ts'
import { openStore, type Store } from './store.ts'
import { sweepExpired } from './ttl.ts'
import { unusable } from './unusable.ts'

const SWEEP_MS = 60_000

/** Opens the store in `directory` and serves it at `address` in this thread, sweeping expired documents and idle cursors each minute. */
export async function runEngine(
  directory: string,
  address: Address,
  log: Log,
  strict = false,
): Promise<Listening & { sweep: (now: Date) => Promise<number> }> {
  const { store, listening } = await open(directory, address, log, strict)
  const sweep = (now: Date) => {
    store.cursors.sweep(now.getTime())
    store.storage.forgetDeadReaders()
    return sweepExpired(store, now)
  }
  const timer = setInterval(() => {
    sweep(new Date()).catch(error => log({ event: 'sweep failed', reason: String(error) }))
  }, SWEEP_MS)
  timer.unref()
  const close = async () => {
    clearInterval(timer)
    await listening.close()
    await store.storage.close()
  }
  return { address: listening.address, close, sweep }
}

/** Throws an error that names the directory; nothing is left open then. */
async function open(directory: string, address: Address, log: Log, strict: boolean) {
  let store: Store | undefined
  try {
    store = openStore(directory, { strict })
    store.storage.onBroken = reason => log({ event: 'store broken', reason })
    return { store, listening: await serve(store, address, log) }
  } catch (error) {
    await store?.storage.close()
    throw unusable(directory, error)
  }
}
