import { MongoClient } from 'mongodb'
import { root } from '../../test/bench/processes.ts'
import type { startEmbeddedStore } from '../src/index.ts'
import { PAGE, type Sheet } from './sheets.ts'
import type { Side } from './side.ts'

/** The built store in its thread, through the driver: what the hub pays. */
export async function openServed(directory: string): Promise<Side> {
  const store = await (await startStore())({ directory })
  const client = await MongoClient.connect(store.uri, { maxPoolSize: 64 })
  const sheets = client.db().collection<Sheet>('sheets')
  await sheets.createIndexes([
    { key: { kind: 1, at: -1 } },
    { key: { n: 1 }, unique: true },
    { key: { tags: 1 } },
  ])
  return {
    load: async batch => {
      await sheets.insertMany(batch)
    },
    byId: ids => atOnce(ids, _id => sheets.findOne({ _id })),
    page: kinds =>
      atOnce(kinds, kind => sheets.find({ kind }).sort({ at: -1 }).limit(PAGE).toArray()),
    increment: ids => atOnce(ids, _id => sheets.updateOne({ _id }, { $inc: { views: 1 } })),
    insert: batch => atOnce(batch, each => sheets.insertOne(each)),
    close: async () => {
      await client.close()
      await store.close()
    },
  }
}

export const builtStore = `${root}/dist/store/src/index.js`

async function startStore(): Promise<typeof startEmbeddedStore> {
  return (await import(builtStore)).startEmbeddedStore
}

function atOnce<T>(all: T[], ask: (one: T) => Promise<unknown>): Promise<number[]> {
  return Promise.all(
    all.map(async each => {
      const before = performance.now()
      if (!(await ask(each))) throw new Error('no answer')
      return performance.now() - before
    }),
  )
}
