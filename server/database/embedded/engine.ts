import { type Address, type Listening, type Log, serve } from './server.ts'
import { openStore } from './store.ts'
import { sweepExpired } from './ttl.ts'

const SWEEP_MS = 60_000

/** Opens the store in `directory` and serves it at `address` in this thread, sweeping expired documents and idle cursors each minute. */
export async function runEngine(
  directory: string,
  address: Address,
  log: Log,
): Promise<Listening & { sweep: (now: Date) => Promise<number> }> {
  const store = openStore(directory)
  const listening = await serve(store, address, log)
  const sweep = (now: Date) => {
    store.cursors.sweep(now.getTime())
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
