import { once } from 'node:events'
import { readFileSync, writeSync } from 'node:fs'
import { type Document, MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../src/index.ts'
import type { Claim, Item, Step } from './kill-model.ts'

/**
 * Waits for a line of input, then runs the commands of a file, several writers at once, and tells of each when it starts and when it
 * is acknowledged. It is there to be killed.
 */
const [, , directory = '', file = ''] = process.argv
const [mode] = await once(process.stdin, 'data')
const scripts: Step[][] = JSON.parse(readFileSync(file, 'utf8'))
const store = await startEmbeddedStore({ directory, worker: String(mode).trim() === 'worker' })
const client = await MongoClient.connect(store.uri)
const db = client.db()
const items = db.collection<Item>('items')
const claims = db.collection<Claim>('claims')
const counters = db.collection<{ _id: string; n: number }>('counters')
const fleeting = db.collection<{ _id: string; at: Date }>('fleeting')
await items.createIndexes([{ key: { group: 1, n: -1 } }, { key: { tags: 1 } }])
await claims.createIndex({ slot: 1 }, { unique: true })
await fleeting.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
say('ready')
await Promise.all(scripts.map(run))
say('finished')
setInterval(() => {}, 1000)

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

async function run(steps: Step[]): Promise<void> {
  for (const step of steps) {
    say(`start ${step.id}`)
    say(
      await perform(step).then(
        () => `done ${step.id}`,
        error => failed(step, error),
      ),
    )
  }
}

/** One may lose the race for a unique key, or find that another dropped the index; all else is a fault. */
function failed(step: Step, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (step.kind === 'claim' && code === 11000) return `lost ${step.id}`
  if (step.kind === 'unindex' && code === 27) return `done ${step.id}`
  return `fault ${step.id} ${step.kind} ${error}`
}

function perform(step: Step): Promise<unknown> {
  switch (step.kind) {
    case 'insertMany':
      return items.insertMany(step.docs)
    case 'bulk':
      return items.bulkWrite(step.docs.map(replaceOrInsert))
    case 'increment':
      return items.updateMany({ group: step.group }, { $inc: { n: 1 }, $push: { tags: step.tag } })
    case 'modify':
      return items.findOneAndUpdate(
        { _id: step.key },
        { $inc: { n: 1 }, $set: { tags: [step.tag] } },
      )
    case 'delete':
      return items.deleteMany({ group: step.group })
    case 'claim':
      return claims.insertOne(step.doc)
    case 'count':
      return counters.findOneAndUpdate({ _id: 'all' }, { $inc: { n: 1 } }, { upsert: true })
    case 'fleeting':
      return fleeting.insertMany([
        ...step.ids.map(_id => ({ _id, at: new Date(0) })),
        { _id: step.lasting, at: new Date('2100-01-01') },
      ])
    case 'scratch':
      return scratch(step.name)
    case 'index':
      return items.createIndex({ n: 1, tags: 1 }, { name: 'extra' })
    case 'unindex':
      return items.dropIndex('extra')
    case 'sweep':
      return store.sweep()
  }
}

function replaceOrInsert(doc: Item) {
  return { replaceOne: { filter: { _id: doc._id }, replacement: doc, upsert: true } }
}

/** A collection that comes and goes. */
async function scratch(name: string): Promise<void> {
  const collection = db.collection<Document>(name)
  await collection.createIndex({ a: 1 })
  await collection.insertMany([{ a: 1 }, { a: 2 }])
  await collection.drop()
}
