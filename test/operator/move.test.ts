import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Db, Double, Int32, Long, MongoClient } from 'mongodb'
import { digestOf } from '../../server/operator/move/digest.ts'
import { moveInto } from '../../server/operator/move/into.ts'
import { STATE } from '../../server/operator/move/state.ts'
import move from '../../server/operator/move.ts'
import { connectTo } from '../../server/operator/store/server.ts'
import { type EmbeddedStore, startEmbeddedStore } from '../../store/src/index.ts'
import { childArguments } from '../support/child.ts'
import { aTerminal, failureOf, useFolder, withStore } from './open.ts'

const CHILD = childArguments(import.meta.url, './mover')
const MANY = 2_500

describe('a move to a server', function () {
  this.timeout(60_000)
  const folder = useFolder()
  const data = join(folder, 'data')
  const source = join(data, 'store')
  let server: EmbeddedStore
  let client: MongoClient
  let turn = 0
  let db: Db
  let uri: string
  const { terminal } = aTerminal()
  const moved = (options = {}) => moveInto(db, source, { restart: false, terminal, ...options })

  before(async () => {
    await withStore(data, async db => {
      const things = db.collection<{ _id: string | number }>('things')
      await things.insertMany(
        Array.from({ length: MANY }, (_, n) => ({
          _id: n % 2 ? n : `${n}`,
          n,
          pad: 'x'.repeat(200),
        })),
      )
      await things.createIndex({ n: -1 }, { unique: true })
      const sessions = db.collection('sessions')
      await sessions.insertOne({ expires: new Date(0), double: new Double(3), long: new Long(4) })
      await sessions.createIndex({ expires: 1 }, { expireAfterSeconds: 0 })
      const ordered = new Map<string, unknown>([
        ['_id', 1],
        ['z', 1],
        ['10', 1],
        ['9', new Int32(1)],
      ])
      await db.command({ insert: 'ordered', documents: [ordered] })
      await db.createCollection('empty')
    })
    server = await startEmbeddedStore({ directory: join(folder, 'server'), worker: true })
    client = await MongoClient.connect(server.uri)
  })
  beforeEach(() => {
    db = client.db(`target${++turn}`)
    uri = server.uri.replace('/rouedad?', `/${db.databaseName}?`)
  })
  after(async () => {
    await client.close()
    await server.close()
  })

  it('copies every byte and index, and leaves no trace of itself', async () => {
    const run = aTerminal()
    const call = { words: [], values: { to: uri }, environment: { DATA_DIR: data } }
    expect(await move.run({ ...call, terminal: run.terminal })).to.equal(0)
    expect(run.said.join()).to.include('4 collections').and.include('Set MONGODB_URI')
    expect(await summaryOf(db)).to.deep.equal(await withStore(data, summaryOf))
  })

  it('goes on where it was killed', async () => {
    for (const after of [1, 2, 1]) {
      const child = spawnSync(process.execPath, [...CHILD, source, uri, String(after)], {
        encoding: 'utf8',
      })
      expect(child.signal, child.stderr).to.equal('SIGKILL')
    }
    expect(await db.collection('things').countDocuments()).to.be.greaterThan(0)
    await moved()
    expect(await summaryOf(db)).to.deep.equal(await withStore(data, summaryOf))
  })

  it('writes again what was written and not noted; another document under the same _id stops it', async () => {
    await killedEarly()
    await db
      .collection<{ _id: string }>(STATE)
      .updateOne({ _id: 'things' }, { $unset: { last: 1 } })
    await moved()
    expect(await db.collection('things').countDocuments()).to.equal(MANY)

    db = client.db(`target${++turn}`)
    await killedEarly()
    await db
      .collection<{ _id: string }>(STATE)
      .updateOne({ _id: 'things' }, { $unset: { last: 1 } })
    await db.collection<{ _id: number }>('things').updateOne({ _id: 1 }, { $set: { n: -1 } })
    expect(await failureOf(moved())).to.match(/things: _id 1 is in the target already/)
  })

  it('finds a document that is not the same, and begins again when told to', async () => {
    await killedEarly()
    await db.collection<{ _id: number }>('things').updateOne({ _id: 1 }, { $set: { n: -1 } })
    expect(await failureOf(moved())).to.include('things is not the same in the target')
    await db.collection<{ _id: number }>('things').deleteOne({ _id: 1 })
    expect(await failureOf(moved())).to.include(`things has ${MANY - 1} documents`)
    await moved({ restart: true })
    expect(await summaryOf(db)).to.deep.equal(await withStore(data, summaryOf))
  })

  it('touches no database that holds anything else', async () => {
    await db.collection('precious').insertOne({})
    expect(await failureOf(moved())).to.include('holds precious')
    expect(await failureOf(moved({ restart: true }))).to.include('holds precious')
    expect((await db.collections()).map(each => each.collectionName)).to.deep.equal(['precious'])

    db = client.db(`target${++turn}`)
    await killedEarly()
    await db.collection('precious').insertOne({})
    expect(await failureOf(moved())).to.include('holds precious')
  })

  it('does not go on after the hub has written to its store', async () => {
    const other = join(folder, 'other')
    await withStore(other, db => db.collection('things').insertOne({ n: 0 }))
    await killedEarly(join(other, 'store'))
    await withStore(other, db => db.collection('things').insertOne({ n: 1 }))
    const options = { restart: false, terminal }
    expect(await failureOf(moveInto(db, join(other, 'store'), options))).to.include('--restart')
    await moveInto(db, join(other, 'store'), { ...options, restart: true })
    expect(await db.collection('things').countDocuments()).to.equal(2)
  })

  it('waits for the hub to be stopped, and says which it is', async () => {
    await withStore(data, async () => {
      expect(await failureOf(moved())).to.include(`in use by process ${process.pid}`)
    })
    expect(await db.collections()).to.deep.equal([])
  })

  it('never tells the password of an address', async () => {
    for (const address of [
      'mongodb://me:hunter2@127.0.0.1:1/x?directConnection=true',
      'mongodb://me:hunter2@/x',
      'mongodb://me:hunter2@127.0.0.1:port/x',
      'mongodb://me:hunter2@127.0.0.1/x?unknown=1',
    ])
      expect(await failureOf(connectTo(address, 100)), address).not.to.include('hunter2')
  })

  it('compares whatever the order', async () => {
    const [a, b] = [Buffer.from('a'), Buffer.from('b')]
    const digest = (documents: Buffer[]) => digestOf(documents, () => {})
    expect(await digest([a, b, b])).to.deep.equal(await digest([b, a, b]))
    expect(await digest([a, b, b])).not.to.deep.equal(await digest([a, a, b]))
    expect(await digest([a, a])).not.to.deep.equal(await digest([a]))
  })

  /** A move that stops after the first batch of things, as if killed. */
  async function killedEarly(from = source) {
    const stop = (line: string) => {
      if (line.startsWith('things')) throw new Error('stopped')
    }
    const stopping = { ...terminal, progress: stop }
    expect(await failureOf(moveInto(db, from, { restart: false, terminal: stopping }))).to.equal(
      'stopped',
    )
  }
})

async function summaryOf(db: Db) {
  const names = (await db.collections()).map(({ collectionName }) => collectionName).sort()
  return Promise.all(
    names.map(async name => ({
      name,
      documents: await db.collection(name).find({}, { raw: true }).toArray(),
      indexes: await db.collection(name).indexes(),
    })),
  )
}
