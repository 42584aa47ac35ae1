import { Long } from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: commands', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })))
  })
  after(() => opened.close())

  const command = (body: Document) => opened.db.command(body)

  it('greet drivers as a standalone of MongoDB 7', async () => {
    for (const name of ['hello', 'isMaster', 'ismaster']) {
      const answer = await command({ [name]: 1 })
      expect(answer).to.include({
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
        minWireVersion: 0,
        readOnly: false,
        ok: 1,
      })
      expect(answer.maxWireVersion).to.be.at.least(21)
      expect(answer).to.not.have.any.keys('setName', 'msg')
      expect(answer.localTime).to.be.instanceOf(Date)
    }
    expect(await command({ hello: 1 })).to.include({ isWritablePrimary: true })
    expect(await command({ isMaster: 1 })).to.include({ ismaster: true })
    expect((await command({ buildInfo: 1 })).versionArray[0]).to.be.at.least(7)
    expect(await command({ ping: 1 })).to.include({ ok: 1 })
    expect((await command({ connectionStatus: 1 })).authInfo.authenticatedUsers).to.deep.equal([])
  })

  it('take sessions, and refuse transactions as a standalone does', async () => {
    const session = opened.client.startSession()
    expect(await things.findOne({ _id: 1 }, { session })).to.deep.equal({ _id: 1 })
    await session.endSession()
    const insert = { insert: 'things', documents: [{ _id: 'lost' }] }
    const transaction = { txnNumber: Long.ONE, startTransaction: true, autocommit: false }
    expect(await codeOf(command({ ...insert, ...transaction }))).to.equal(20)
    expect(await codeOf(command({ ...insert, txnNumber: Long.ONE }))).to.equal(20)
    expect(await things.findOne({ _id: 'lost' })).to.equal(null)
  })

  it('read with the concern of a standalone', async () => {
    for (const level of ['local', 'available', 'majority'])
      expect(await command({ find: 'things', limit: 1, readConcern: { level } })).to.include({
        ok: 1,
      })
    for (const level of ['snapshot', 'linearizable'])
      expect(await codeOf(command({ find: 'things', readConcern: { level } }))).to.equal(123)
    expect(await codeOf(command({ find: 'things', readConcern: { level: 'frob' } }))).to.equal(2)
  })

  it('give results in batches', async () => {
    const first = await command({ find: 'things', sort: { _id: 1 } })
    expect(first.cursor.firstBatch).to.have.length(101)
    expect(first.cursor.ns).to.equal(things.namespace)
    const more = { getMore: Long.fromValue(first.cursor.id), collection: 'things' }
    const second = await command({ ...more, batchSize: 100 })
    expect(second.cursor.nextBatch.map(({ _id }: Document) => _id)[0]).to.equal(101)
    const last = await command(more)
    expect(last.cursor.nextBatch).to.have.length(49)
    expect(Number(last.cursor.id)).to.equal(0)
    expect(await codeOf(command(more))).to.equal(43)
  })

  it('give nothing at first when asked for a batch of none', async () => {
    for (const body of [
      { find: 'things', batchSize: 0 },
      { aggregate: 'things', pipeline: [{ $match: {} }], cursor: { batchSize: 0 } },
    ]) {
      const { cursor } = await command(body)
      expect(cursor.firstBatch).to.deep.equal([])
      expect(Number(cursor.id)).to.not.equal(0)
      const next = await command({ getMore: Long.fromValue(cursor.id), collection: 'things' })
      expect(next.cursor.nextBatch).to.have.length(250)
    }
  })

  it('end cursors when asked, and where one batch was enough', async () => {
    const single = await command({ find: 'things', batchSize: 5, singleBatch: true })
    expect(single.cursor.firstBatch).to.have.length(5)
    expect(Number(single.cursor.id)).to.equal(0)
    const exact = await command({ find: 'things', limit: 5, batchSize: 10 })
    expect(Number(exact.cursor.id)).to.equal(0)
    const { cursor } = await command({ find: 'things', batchSize: 5 })
    const id = Long.fromValue(cursor.id)
    const kill = { killCursors: 'things', cursors: [id, Long.fromNumber(12345)] }
    const killed = await command(kill)
    expect(killed.cursorsKilled.map(String)).to.deep.equal([String(id)])
    expect(killed.cursorsNotFound.map(String)).to.deep.equal(['12345'])
    const gone = await failure(command({ getMore: id, collection: 'things' }))
    expect(gone).to.include({ code: 43, codeName: 'CursorNotFound' })
    const none = await command({ find: 'nowhere' })
    expect(none.cursor).to.deep.include({ firstBatch: [], ns: `${opened.db.databaseName}.nowhere` })
  })

  it('make, list, rename and drop collections', async () => {
    expect(await command({ create: 'made' })).to.include({ ok: 1 })
    const [listed] = await opened.db.listCollections({ name: 'made' }).toArray()
    expect(listed).to.deep.include({
      name: 'made',
      type: 'collection',
      options: {},
      idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
    })
    expect(
      await opened.db.listCollections({ name: 'made' }, { nameOnly: true }).toArray(),
    ).to.deep.equal([{ name: 'made', type: 'collection' }])
    await opened.db.collection('made').insertOne({ a: 1 })
    const made = opened.db.collection('made')
    await made.createIndex({ a: 1 })
    await made.rename('other')
    expect(await opened.db.collection('other').countDocuments({ a: 1 })).to.equal(1)
    expect(await opened.db.collection('other').indexes()).to.have.length(2)
    await opened.db.collection('third').insertOne({})
    expect((await failure(opened.db.collection('third').rename('other'))).codeName).to.equal(
      'NamespaceExists',
    )
    await opened.db.collection('third').rename('other', { dropTarget: true })
    expect(await opened.db.collection('other').countDocuments({ a: 1 })).to.equal(0)
    expect(await codeOf(opened.db.collection('nowhere').rename('x'))).to.equal(26)
    expect(await codeOf(command({ renameCollection: things.namespace, to: 'a.b' }))).to.equal(13)
    expect(await command({ drop: 'other' })).to.deep.include({ nIndexesWas: 1, ok: 1 })
    expect(await command({ drop: 'other' })).to.include({ ok: 1 })
    expect(await codeOf(command({ create: 'x', size: 5 }))).to.equal(72)
    expect(await codeOf(command({ create: 'a$b' }))).to.equal(73)
  })

  it('list and drop databases', async () => {
    const other = opened.client.db(`${opened.db.databaseName}_other`)
    await other.collection('x').insertOne({})
    const names = async () =>
      (await opened.client.db().admin().listDatabases()).databases.map(({ name }) => name)
    expect(await names()).to.include(other.databaseName)
    expect(await other.command({ dropDatabase: 1 })).to.include({ dropped: other.databaseName })
    expect(await names()).to.not.include(other.databaseName)
    const shown = await opened.client.db('admin').command({
      listDatabases: 1,
      nameOnly: true,
      filter: { name: opened.db.databaseName },
    })
    expect(shown.databases).to.deep.equal([{ name: opened.db.databaseName }])
  })

  it('tell the state of collections and databases', async () => {
    const stats = await command({ collStats: 'things' })
    expect(stats).to.deep.include({ ns: things.namespace, count: 250, nindexes: 1, capped: false })
    expect(Object.keys(stats.indexSizes)).to.deep.equal(['_id_'])
    const small = await command({ collStats: 'things', scale: 1024 })
    expect(small.scaleFactor).to.equal(1024)
    expect(small.size).to.equal(Math.floor(stats.size / 1024))
    expect(await command({ collStats: 'nowhere' })).to.include({ count: 0, size: 0 })
    const db = await command({ dbStats: 1 })
    expect(db).to.include({ db: opened.db.databaseName, ok: 1 })
    expect(db.objects).to.be.at.least(250)
    const checked = await command({ validate: 'things', full: true })
    expect(checked).to.include({ valid: true, nrecords: 250, nIndexes: 1, ns: things.namespace })
    expect(checked.keysPerIndex).to.deep.equal({ _id_: 250 })
    expect(await codeOf(command({ validate: 'nowhere' }))).to.equal(26)
  })

  it('are refused by name when nobody knows them or their fields', async () => {
    const unknown = await failure(command({ frobnicate: 1 }))
    expect(unknown).to.include({ code: 59, codeName: 'CommandNotFound' })
    expect(unknown.message).to.include("no such command: 'frobnicate'")
    for (const body of [
      { find: 'things', frob: 1 },
      { aggregate: 'things', pipeline: [], cursor: {}, frob: 1 },
      { count: 'things', frob: 1 },
      { distinct: 'things', key: 'a', frob: 1 },
      { update: 'things', updates: [{ q: {}, u: {}, frob: 1 }] },
      { delete: 'things', deletes: [{ q: {}, limit: 1, frob: 1 }] },
      { findAndModify: 'things', remove: true, frob: 1 },
      { create: 'x', frob: 1 },
      { createIndexes: 'x', indexes: [{ key: { a: 1 }, name: 'a' }], frob: 1 },
      { killCursors: 'things', cursors: [], frob: 1 },
    ]) {
      const label = JSON.stringify(body)
      const error = await failure(command(body), label)
      expect(error.code, label).to.equal(40415)
      expect(error.message, label).to.include('frob')
    }
  })

  it('are refused when an argument has the wrong type or sign', async () => {
    const bodies: [Document, number][] = [
      [{ find: 'things', filter: 5 }, 14],
      [{ find: 'things', sort: 5 }, 14],
      [{ find: 'things', projection: 5 }, 14],
      [{ find: 'things', limit: 'x' }, 14],
      [{ find: 'things', limit: -1 }, 51024],
      [{ find: 'things', skip: -1 }, 51024],
      [{ find: 'things', batchSize: -1 }, 51024],
      [{ find: '' }, 73],
      [{ find: 'things', hint: 'nowhere_1' }, 2],
      [{ find: 'things', tailable: true }, 2],
      [{ find: 'things', awaitData: true }, 9],
      [{ aggregate: 'things', pipeline: 5, cursor: {} }, 14],
      [{ aggregate: 'things', pipeline: [5], cursor: {} }, 14],
      [{ aggregate: 'things', pipeline: [] }, 9],
      [{ delete: 'things', deletes: [{ limit: 1 }] }, 40414],
      [{ delete: 'things', deletes: [{ q: {} }] }, 40414],
      [{ update: 'things', updates: [{ q: {} }] }, 40414],
      [{ distinct: 'things' }, 40414],
      [{ getMore: Long.fromNumber(5) }, 40414],
    ]
    for (const [body, code] of bodies) {
      const label = JSON.stringify(body)
      expect(await codeOf(command(body), label), label).to.equal(code)
    }
  })
})
