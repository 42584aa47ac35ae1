import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { MongoClient } from 'mongodb'
import { childArguments } from '../../test/support/child.ts'
import { startEmbeddedStore } from '../src/index.ts'
import { failure, openTemporary } from './open.ts'

const CHILD = childArguments(import.meta.url, './child')

describe('embedded store: life and death', function () {
  this.timeout(60_000)
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  const child = (): ChildProcess =>
    spawn(process.execPath, [...CHILD, directory], {
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
    const first = child()
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
    const command = `"${process.execPath}" ${CHILD.map(word => `"${word}"`).join(' ')} "${directory}" & echo $!; exec sleep 60`
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
})
