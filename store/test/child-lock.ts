import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { startEmbeddedStore } from '../src/index.ts'

/** Starts a store when told to, and says whether it holds the directory or why not. */
const [, , directory = ''] = process.argv
writeSync(1, 'ready\n')
await once(process.stdin, 'data')
try {
  await startEmbeddedStore({ directory, worker: false })
  writeSync(1, `held ${process.pid}\n`)
} catch (error) {
  writeSync(1, `${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}\n`)
}
setInterval(() => {}, 1000)
