import { writeSync } from 'node:fs'
import { startEmbeddedStore } from '../src/index.ts'

/** A process that holds a store, to be killed. */
const [, , directory = ''] = process.argv
await startEmbeddedStore({ directory })
writeSync(1, 'ready\n')
setInterval(() => {}, 1000)
