import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { startEmbeddedStore } from '../../../server/database/embedded/index.ts'
import { failure, openTemporary } from './open.ts'

const CHILD = new URL('./child.ts', import.meta.url).pathname

describe('embedded store: life and death', function () {
  this.timeout(60_000)
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  const child = (mode: string): ChildProcess =>
    spawn(process.execPath, ['--import=tsx', CHILD, directory, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })

  it('keeps everything over a restart, in a thread of its own too', async () => {
    for (const worker of [true, false]) {
      const store = await startEmbeddedStore({ directory, worker })
      const client = await MongoClient.connect(store.uri)
      const things = client.db().collection('things')
      await things.createIndex({ n: 1 }, { unique: true })
      expect(await things.countDocuments()).to.equal(worker ? 0 : 1)
      await things.insertOne({ n: worker ? 1 : 2 })
      await client.close()
      await store.close()
    }
  })

  it('lets only this user in', async () => {
    const opened = await openTemporary()
    const { mode } = await stat(join(opened.directory, 'mongo.sock'))
    expect((mode & 0o777).toString(8)).to.equal('600')
    await opened.close()
  })

  it('uses a short path elsewhere when the directory’s is too long for a socket', async () => {
    const deep = join(directory, 'd'.repeat(120))
    await mkdir(deep)
    const store = await startEmbeddedStore({ directory: deep, worker: false })
    expect(store.uri).not.to.include('dddd')
    const client = await MongoClient.connect(store.uri)
    expect(await client.db().command({ ping: 1 })).to.include({ ok: 1 })
    await client.close()
    await store.close()
  })

  it('refuses a second process, and a second store in this one, naming the first', async () => {
    const first = child('hold')
    await once(createInterface({ input: first.stdout ?? process.stdin }), 'line')
    const error = await failure(startEmbeddedStore({ directory }))
    expect(error.message).to.include(`in use by process ${first.pid}`)
    first.kill('SIGKILL')
    await once(first, 'exit')
    const second = await startEmbeddedStore({ directory, worker: false })
    expect((await failure(startEmbeddedStore({ directory }))).message).to.include(
      `in use by process ${process.pid}`,
    )
    await second.close()
  })

  it('starts at once after kill -9, even while the dead process has not been buried', async () => {
    const command = `"${process.execPath}" --import=tsx "${CHILD}" "${directory}" hold & echo $!; exec sleep 60`
    const parent = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: parent.stdout })
    const [pid] = await once(lines, 'line')
    await once(lines, 'line')
    process.kill(Number(pid), 'SIGKILL')
    const second = await startEmbeddedStore({ directory, worker: false })
    await second.close()
    parent.kill('SIGKILL')
  })

  it('takes over a lock whose process is gone or is another by now', async () => {
    for (const content of [
      '',
      '{"pid":999999999,"host":"elsewhere","startedAt":"","socket":"/nowhere"}',
      JSON.stringify({ pid: process.pid, host: 'x', startedAt: 'y/1', socket: '' }),
    ]) {
      await writeFile(join(directory, 'store.lock'), content)
      const store = await startEmbeddedStore({ directory, worker: false })
      await store.close()
    }
  })

  it('has every acknowledged write and sound indexes after kill -9 under load', async () => {
    for (let round = 0; round < 5; round++) {
      const writer = child('write')
      const acknowledged: string[] = []
      const lines = createInterface({ input: writer.stdout ?? process.stdin })
      lines.on('line', line => acknowledged.push(line))
      while (acknowledged.length < 50) await once(lines, 'line')
      await new Promise(resolve => setTimeout(resolve, Math.random() * 200))
      writer.kill('SIGKILL')
      await once(writer, 'close')
      await expectAll(
        directory,
        acknowledged.filter(line => line.includes(':')),
      )
    }
  })
})

/** Every acknowledged `insert:id` is there, and counters are at least at their last acknowledged `count:id:n`. */
async function expectAll(directory: string, acknowledged: string[]): Promise<void> {
  const store = await startEmbeddedStore({ directory, worker: false })
  const client = await MongoClient.connect(store.uri)
  const things = client.db().collection<{ _id: string; n: number }>('things')
  const held = new Map((await things.find().toArray()).map(({ _id, n }) => [_id, n]))
  for (const line of acknowledged) {
    const [, id = '', n = '0'] = line.split(':')
    expect(held.get(id) ?? -1, line).to.be.at.least(Number(n))
  }
  expect(acknowledged.length).to.be.greaterThan(10)
  expect(await client.db().command({ validate: 'things' })).to.deep.include({
    valid: true,
    errors: [],
  })
  await client.close()
  await store.close()
}
