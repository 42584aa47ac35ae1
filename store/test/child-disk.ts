import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Document, MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../src/index.ts'

/** A store whose disk fills: runs the commands of its input, one a line, and answers each with a line of JSON. */
const [, , directory = '', mode = ''] = process.argv
const store = await startEmbeddedStore({ directory, worker: mode === 'worker' })
const client = await MongoClient.connect(store.uri, { maxPoolSize: 20 })
const answer = (value: unknown) => writeSync(1, `${JSON.stringify(value)}\n`)

answer('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const commands: Document[] = JSON.parse(line)
  answer(await Promise.all(commands.map(run)))
}
await client.close()
await store.close()

/** A collection is renamed from the database `admin`. */
function run(command: Document): Promise<unknown> {
  const db = client.db('renameCollection' in command ? 'admin' : undefined)
  return db.command(command).catch(failed)
}

function failed(error: unknown): object {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return { ok: 0, code, message: String(error) }
}
