import { parentPort, workerData } from 'node:worker_threads'
import { runEngine } from './engine.ts'

/** The store's own thread. To it: `close` or `{ sweep: ms }`; from it: `{ address }`, `{ failed }`, `{ log }`, `{ swept }`, `closed`. */
const port = parentPort
const { directory, address, strict } = workerData
try {
  const log = (event: object) => port?.postMessage({ log: event })
  const engine = await runEngine(directory, address, log, strict)
  port?.on('message', async message => {
    if (message === 'close') {
      await engine.close()
      port.postMessage('closed')
      port.close()
    } else {
      port.postMessage({ swept: await engine.sweep(new Date(message.sweep)) })
    }
  })
  port?.postMessage({ address: engine.address })
} catch (error) {
  port?.postMessage({ failed: error instanceof Error ? error.message : String(error) })
}
