import { parentPort } from 'node:worker_threads'
import type { Pack } from './pack.ts'
import { printPack } from './pdf/print.ts'

/** To it: a pack; from it: the bytes of its PDF. */
parentPort?.on('message', (pack: Pack) => {
  printPack(pack).then(
    done => parentPort?.postMessage({ done }),
    failure => parentPort?.postMessage({ failed: String(failure) }),
  )
})
