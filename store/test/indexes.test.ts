import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { costOf, failure, type Opened, openTemporary, type Thing } from './open.ts'

describe('embedded store: indexes', () => {
  let opened: Opened
  let things: Collection<Thing>
  let count = 0

  before(async () => {
    opened = await openTemporary()
  })
  beforeEach(() => {
    things = opened.things(`things${count++}`)
  })
  afterEach(async () => {
    const { valid, errors } = await opened.db.command({ validate: things.collectionName })
    expect(errors).to.deep.equal([])
    expect(valid).to.equal(true)
  })
  after(() => opened.close())

  const many = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      _id: i,
      room: i % 10,
      at: n - i,
      tags: [`t${i % 7}`, `u${i % 3}`],
      name: `name ${i}`,
    }))
  const explain = async (filter: Document, sort: Document = {}, limit = 0) =>
    costOf(await things.find(filter).sort(Object(sort)).limit(limit).explain('executionStats'))

  it('answer equality, ranges, lists and prefixes by reading only what matches', async () => {
    await things.insertMany(many(1000))
    await things.createIndex({ room: 1, at: -1 })
    await things.createIndex({ name: 1 })
    expect(await explain({ room: 3 })).to.include({
      index: 'room_1_at_-1',
      keys: 100,
      documents: 100,
      n: 100,
    })
    expect(await explain({ room: 3, at: { $gt: 900 } })).to.include({
      keys: 10,
      documents: 10,
      n: 10,
    })
    expect(await explain({ room: 3, at: { $gte: 107, $lt: 127 } })).to.include({ keys: 2, n: 2 })
    expect(await explain({ room: { $in: [1, 2] } })).to.include({ keys: 200, n: 200 })
    expect(await explain({ name: /^name 99/ })).to.include({ index: 'name_1', keys: 11, n: 11 })
    expect(await explain({ _id: 7 })).to.include({ index: '_id_', keys: 1, n: 1 })
    expect(await explain({ _id: { $in: [1, 5, 2000] } })).to.include({ keys: 2, n: 2 })
    expect(await explain({ $or: [{ name: 'name 4' }, { room: 4, at: 6 }] })).to.include({
      keys: 2,
      n: 2,
    })
    expect((await explain({ body: 1 })).index).to.include('COLLSCAN')
  })

  it('give the sort, so that a limit stops the scan, also backwards and merged from several values', async () => {
    await things.insertMany(many(1000))
    await things.createIndex({ room: 1, at: -1 })
    expect(await explain({ room: 3 }, { at: -1 }, 20)).to.include({
      keys: 20,
      documents: 20,
      n: 20,
    })
    expect(await explain({ room: 3 }, { at: 1 }, 20)).to.include({ keys: 20, n: 20 })
    expect(await explain({ room: { $in: [1, 2, 3] } }, { at: -1 }, 20)).to.include({
      keys: 20,
      n: 20,
    })
    const merged = await things
      .find({ room: { $in: [1, 2, 3] } })
      .sort({ at: -1 })
      .skip(5)
      .limit(40)
      .toArray()
    const expected = many(1000)
      .filter(({ room }) => [1, 2, 3].includes(room))
      .sort((a, b) => b.at - a.at)
    expect(merged).to.deep.equal(expected.slice(5, 45))
    const upwards = await things
      .find({ room: { $in: [1, 2, 3] } })
      .sort({ at: 1 })
      .limit(5)
      .toArray()
    expect(upwards).to.deep.equal(expected.toReversed().slice(0, 5))
  })

  it('hold every element of an array, and each document once in what is found', async () => {
    await things.insertMany(many(70))
    await things.createIndex({ tags: 1, at: -1 })
    expect(await explain({ tags: 't3' }, { at: -1 }, 5)).to.include({
      index: 'tags_1_at_-1',
      keys: 5,
      n: 5,
    })
    expect((await things.find({ tags: { $in: ['t0', 'u0'] } }).toArray()).length).to.equal(30)
    await things.insertOne({ _id: 'empty', tags: [] })
    await things.insertOne({ _id: 'nested', tags: [['x']] })
    expect(await things.findOne({ tags: [] })).to.deep.equal({ _id: 'empty', tags: [] })
    expect(await things.countDocuments({ tags: ['x'] })).to.equal(1)
    await things.updateOne({ _id: 3 }, { $set: { 'tags.2': 'new' } })
    expect(await explain({ tags: 'new' })).to.include({ keys: 1, n: 1 })
    expect(
      (
        await failure(
          opened.db
            .collection('parallel')
            .insertOne({ a: [1], b: [2] })
            .then(() => opened.things('parallel').createIndex({ a: 1, b: 1 })),
        )
      ).code,
    ).to.equal(171)
  })

  it('leave out what a sparse or partial index leaves out, and are not used where that matters', async () => {
    await things.createIndex({ token: 1 }, { unique: true, sparse: true })
    await things.createIndex(
      { slug: 1 },
      { unique: true, partialFilterExpression: { published: true } },
    )
    await things.insertMany([
      { _id: 1 },
      { _id: 2 },
      { _id: 3, token: 'x', slug: 's' },
      { _id: 4, slug: 's', published: true },
    ])
    expect((await failure(things.insertOne({ token: 'x' }))).code).to.equal(11000)
    expect(
      (await failure(things.updateOne({ _id: 3 }, { $set: { published: true } }))).code,
    ).to.equal(11000)
    expect(await things.countDocuments({ token: null })).to.equal(3)
    expect((await explain({ token: 'x' })).index).to.equal('token_1')
    expect((await explain({ slug: 's', published: true })).index).to.equal('slug_1')
    expect(await explain({ slug: 's' })).to.include({ n: 2 })
  })

  it('serve the first stages of an aggregation', async () => {
    await things.insertMany(many(20))
    await things.createIndex({ at: 1 })
    const pipeline = [{ $match: { at: { $gte: 15 } } }, { $sort: { at: -1 } }, { $limit: 3 }]
    const explained = await things
      .aggregate([...pipeline, { $project: { at: 1 } }])
      .explain('executionStats')
    expect(costOf(explained)).to.include({ index: 'at_1', keys: 3, documents: 3 })
  })

  it('forget what has expired, and nothing else', async () => {
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const now = new Date()
    const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
    await things.insertMany([
      { _id: 1, at: ago(61) },
      { _id: 2, at: ago(59) },
      { _id: 3 },
      { _id: 4, at: 'text' },
      { _id: 5, at: [ago(5), ago(70)] },
    ])
    expect(await opened.store.sweep(now)).to.equal(2)
    expect((await things.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).to.deep.equal([
      2, 3, 4,
    ])
    await opened.db.command({
      collMod: things.collectionName,
      index: { keyPattern: { at: 1 }, expireAfterSeconds: 10 },
    })
    expect(await opened.store.sweep(now)).to.equal(1)
  })

  it('forget by a partial index what it holds, and nothing else', async () => {
    const partialFilterExpression = { kept: false }
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 60, partialFilterExpression })
    const late = new Date(Date.now() - 61_000)
    await things.insertMany([
      { _id: 1, at: late, kept: false },
      { _id: 2, at: late, kept: true },
      { _id: 3, at: late },
    ])
    expect(await opened.store.sweep(new Date())).to.equal(1)
    expect((await things.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).to.deep.equal([
      2, 3,
    ])
  })

  it('find nothing by a value that is too long to be a key, and what lies beside it', async () => {
    await things.insertMany([
      { _id: 1, name: 'x' },
      { _id: 2, name: 'x'.repeat(1_900) },
    ])
    await things.createIndex({ name: 1 })
    await things.createIndex({ room: 1, name: -1 })
    const long = 'x'.repeat(5_000)
    for (const filter of [{ name: long }, { name: { $gte: long } }, { room: null, name: long }])
      expect(await things.find(filter).toArray()).to.deep.equal([])
    expect(await things.countDocuments({ name: long })).to.equal(0)
    expect(await things.countDocuments({ name: { $in: [long, 'x'] } })).to.equal(1)
    expect(await things.countDocuments({ name: { $lt: long } })).to.equal(2)
    expect(
      await things
        .find({ name: { $lt: long } })
        .sort({ name: -1 })
        .toArray(),
    ).to.have.length(2)
    expect(await things.countDocuments({ name: { $regex: `^${long}` } })).to.equal(0)
    await things.updateOne({ name: long }, { $set: { name: 'y' } }, { upsert: false })
  })

  it('refuse a value that is too long to be a key rather than mislay it', async () => {
    await things.createIndex({ a: 1 })
    expect((await failure(things.insertOne({ a: 'x'.repeat(3000) }))).codeName ?? '').to.equal('')
    expect(await things.countDocuments()).to.equal(0)
  })
})
