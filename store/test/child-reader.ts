import { writeSync } from 'node:fs'
import { openSnapshot } from '../src/snapshot.ts'

/** Reads a store from beside, as a backup does, and stops half way. */
const [, , directory = ''] = process.argv
const snapshot = openSnapshot(directory)
for (const { documents } of snapshot.collections) for (const _ of documents()) break
writeSync(1, 'reading\n')
setInterval(() => snapshot.lastTransaction(), 1000)
