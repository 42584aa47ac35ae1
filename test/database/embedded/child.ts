import { writeSync } from 'node:fs'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../../../server/database/embedded/index.ts'

/** A process to be killed: holds a store, or writes to it and prints one line for each acknowledged write. */
const [, , directory = '', mode = ''] = process.argv
const store = await startEmbeddedStore({ directory, worker: mode === 'hold' })
const client = await MongoClient.connect(store.uri)
const things = client
  .db()
  .collection<{ _id: string; n: number; word: string; tags: string[] }>('things')
await things.createIndex({ word: 1, n: -1 })
await things.createIndex({ tags: 1 })
writeSync(1, 'ready\n')

async function write(writer: number): Promise<never> {
  for (let i = 0; ; i++) {
    const _id = `${process.pid}-${writer}-${i}`
    await things.insertOne({ _id, n: 0, word: `w${i % 50}`, tags: [`a${i % 5}`, `b${i % 3}`] })
    writeSync(1, `insert:${_id}\n`)
    const counter = `counter-${writer}`
    const counted = await things.findOneAndUpdate(
      { _id: counter },
      { $inc: { n: 1 }, $addToSet: { tags: `c${i % 9}` } },
      { upsert: true, returnDocument: 'after' },
    )
    writeSync(1, `count:${counter}:${counted?.n ?? 0}\n`)
  }
}

if (mode === 'write') await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))
setInterval(() => {}, 1000)
