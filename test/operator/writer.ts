import { writeSync } from 'node:fs'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../../store/src/index.ts'

/**
 * A process that writes without rest: two counters, in two collections, that one always moves after the other; collections come and
 * go meanwhile. Prints a line for each hundred.
 */
const store = await startEmbeddedStore({ directory: process.argv[2] ?? '', worker: false })
const client = await MongoClient.connect(store.uri)
const [first, second] = ['first', 'second'].map(name =>
  client.db().collection<{ _id: number; n: number; pad: string }>(name),
)
const pad = 'x'.repeat(2000)
const all = Array.from({ length: 400 }, (_, _id) => ({ _id, n: 0, pad }))
await first?.insertMany(all)
await second?.insertMany(all)
writeSync(1, `0 ${store.uri}\n`)

for (let n = 1; ; n++) {
  await first?.updateMany({}, { $set: { n } })
  await second?.updateMany({}, { $set: { n } })
  if (n % 5 === 0) await client.db().createCollection(`passing-${n}`)
  if (n % 5 === 4 && n > 5) await client.db().dropCollection(`passing-${n - 4}`)
  writeSync(1, `${n}\n`)
}
