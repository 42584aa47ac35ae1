import { expect } from 'chai'
import type { Collection } from 'mongodb'
import { failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: cursors', function () {
  this.timeout(20_000)
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i, n: 1000 - i })))
    await things.createIndex({ n: 1 })
  })
  after(() => opened.close())

  it('give all documents once, whatever the size of their batches', async () => {
    for (const size of [1, 7, 100, 1000, 5000]) {
      const found = await things
        .find({ n: { $gt: 0 } })
        .sort({ n: 1 })
        .batchSize(size)
        .limit(size === 1 ? 20 : 0)
        .toArray()
      expect(found.map(({ n }) => n)).to.deep.equal(
        Array.from({ length: size === 1 ? 20 : 1000 }, (_, i) => i + 1),
      )
    }
    expect(await things.find().batchSize(300).toArray()).to.have.length(1000)
    expect(await things.find().sort({ missing: 1, n: 1 }).batchSize(300).toArray()).to.have.length(
      1000,
    )
    expect(
      await things.aggregate([{ $project: { n: 1 } }], { batchSize: 300 }).toArray(),
    ).to.have.length(1000)
  })

  it('go on where they were while documents are changed between batches', async () => {
    const copy = opened.things('copy')
    await copy.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i })))
    const seen: unknown[] = []
    for await (const { _id } of copy.find().sort({ _id: 1 }).batchSize(50)) {
      seen.push(_id)
      if (_id === 120) await copy.deleteMany({ _id: { $gte: 200 } })
    }
    expect(seen.length).to.be.within(200, 201)
    expect(new Set(seen).size).to.equal(seen.length)
  })

  it('skip, limit and end when asked', async () => {
    expect(
      (await things.find().sort({ _id: 1 }).skip(995).toArray()).map(({ _id }) => _id),
    ).to.deep.equal([995, 996, 997, 998, 999])
    const cursor = things.find().batchSize(10)
    await cursor.next()
    const id = cursor.id
    await cursor.close()
    const error = await failure(opened.db.command({ getMore: id, collection: 'things' }))
    expect(error).to.include({ code: 43, codeName: 'CursorNotFound' })
  })

  it('carry documents of many megabytes in batches that fit a message', async () => {
    const large = opened.things('large')
    for (let i = 0; i < 4; i++) await large.insertOne({ text: 'x'.repeat(7_000_000) })
    expect((await large.find().toArray()).map(({ text }) => text.length)).to.deep.equal(
      Array(4).fill(7_000_000),
    )
    const [one] = await large.find().limit(1).toArray()
    const grown = large.updateOne(
      { _id: one?._id ?? 0 },
      { $set: { more: 'y'.repeat(11_000_000) } },
    )
    expect((await failure(grown)).code).to.equal(10334)
  })
})
