import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: updates', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
  })
  after(() => opened.close())

  /** The document that `update` makes of `before`. */
  async function updated(
    before: Document,
    update: Document | Document[],
    options: Document = {},
    filter: Document = {},
  ) {
    await things.deleteMany({})
    await things.insertOne({ _id: 1, ...before })
    await things.updateOne({ _id: 1, ...filter }, update, options)
    const found: Document = (await things.findOne({ _id: 1 })) ?? {}
    const { _id, ...rest } = found
    return rest
  }

  it('set, unset, count, rename and compare fields', async () => {
    expect(await updated({ a: 1 }, { $set: { 'b.c': 2 } })).to.deep.equal({ a: 1, b: { c: 2 } })
    expect(await updated({ a: 1, b: 2 }, { $unset: { a: '' } })).to.deep.equal({ b: 2 })
    expect(await updated({ a: 1 }, { $inc: { a: 2, n: 1 } })).to.deep.equal({ a: 3, n: 1 })
    expect(await updated({ a: 3 }, { $mul: { a: 2, n: 5 } })).to.deep.equal({ a: 6, n: 0 })
    expect(await updated({ a: 3, b: 3 }, { $min: { a: 2 }, $max: { b: 2 } })).to.deep.equal({
      a: 2,
      b: 3,
    })
    expect(await updated({ a: 3 }, { $rename: { a: 'z.y' } })).to.deep.equal({ z: { y: 3 } })
    expect(await updated({ a: 5 }, { $bit: { a: { and: 4 } } })).to.deep.equal({ a: 4 })
    expect((await updated({}, { $currentDate: { at: true } })).at).to.be.instanceOf(Date)
    expect(await updated({ a: 2147483647 }, { $inc: { a: 1 } })).to.deep.equal({ a: 2147483648 })
  })

  it('push, add, pop and pull array elements', async () => {
    expect(await updated({}, { $push: { a: 1 } })).to.deep.equal({ a: [1] })
    const each = { $each: [5, 1], $sort: -1, $slice: 3 }
    expect(await updated({ a: [3, 2] }, { $push: { a: each } })).to.deep.equal({ a: [5, 3, 2] })
    expect(
      await updated({ a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }),
    ).to.deep.equal({ a: [9, 1, 2] })
    expect(
      await updated({ a: [{ n: 1 }] }, { $addToSet: { a: { $each: [{ n: 1 }, { n: 2 }] } } }),
    ).to.deep.equal({
      a: [{ n: 1 }, { n: 2 }],
    })
    expect(await updated({ a: [1, 2, 3] }, { $pop: { a: -1 } })).to.deep.equal({ a: [2, 3] })
    expect(await updated({ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } })).to.deep.equal({ a: [1] })
    expect(
      await updated({ a: [{ n: 1, s: 'x' }, { n: 2 }] }, { $pull: { a: { n: 1 } } }),
    ).to.deep.equal({ a: [{ n: 2 }] })
    expect(await updated({ a: [1, 2, 1] }, { $pullAll: { a: [1] } })).to.deep.equal({ a: [2] })
  })

  it('reach array elements by the filter, all, or by array filters', async () => {
    const items = [{ n: 1 }, { n: 2 }, { n: 3 }]
    expect(
      await updated({ items }, { $set: { 'items.$.ok': true } }, {}, { 'items.n': 2 }),
    ).to.deep.equal({
      items: [{ n: 1 }, { n: 2, ok: true }, { n: 3 }],
    })
    expect(await updated({ items }, { $inc: { 'items.$[].n': 1 } })).to.deep.equal({
      items: [{ n: 2 }, { n: 3 }, { n: 4 }],
    })
    const arrayFilters = [{ 'big.n': { $gte: 2 } }]
    expect(
      await updated({ items }, { $set: { 'items.$[big].n': 0 } }, { arrayFilters }),
    ).to.deep.equal({
      items: [{ n: 1 }, { n: 0 }, { n: 0 }],
    })
  })

  it('replace whole documents, or compute by a pipeline', async () => {
    await updated({ a: 1 }, { $set: { a: 2 } })
    await things.replaceOne({ _id: 1 }, { z: 1 })
    expect(await things.findOne()).to.deep.equal({ _id: 1, z: 1 })
    expect(
      await updated({ a: 1, b: 2 }, [{ $set: { both: ['$a', '$b'] } }, { $unset: 'b' }]),
    ).to.deep.equal({ a: 1, both: [1, 2] })
  })

  it('insert what they do not find, from the equalities of the filter', async () => {
    await things.deleteMany({})
    const update = { $set: { b: 2 }, $setOnInsert: { c: 3 }, $inc: { n: 1 } }
    const filter = { a: 1, 'k.l': { $eq: 5 }, $or: [{ x: { $gt: 1 } }, { x: null }] }
    const result = await things.updateOne(filter, update, { upsert: true })
    expect(result.upsertedCount).to.equal(1)
    expect(await things.findOne({ _id: Object(result.upsertedId) })).to.deep.include({
      a: 1,
      k: { l: 5 },
      b: 2,
      c: 3,
      n: 1,
    })
    await things.updateOne(filter, update, { upsert: true })
    expect(await things.findOne({ a: 1 })).to.include({ c: 3, n: 2 })
    expect(await things.countDocuments()).to.equal(1)
  })

  it('find and modify one document in sort order, giving it before or after', async () => {
    await things.deleteMany({})
    await things.insertMany([
      { _id: 1, at: 3 },
      { _id: 2, at: 1 },
      { _id: 3, at: 2 },
    ])
    const options = { sort: { at: 1 }, returnDocument: 'after' } as const
    expect(
      await things.findOneAndUpdate({ done: null }, { $set: { done: true } }, options),
    ).to.deep.equal({ _id: 2, at: 1, done: true })
    expect(await things.findOneAndUpdate({ _id: 3 }, { $set: { at: 9 } })).to.deep.equal({
      _id: 3,
      at: 2,
    })
    expect(await things.findOneAndUpdate({ _id: 8 }, { $set: { at: 9 } })).to.equal(null)
    const made = await things.findOneAndUpdate(
      { _id: 8 },
      { $set: { at: 9 } },
      { upsert: true, returnDocument: 'after', projection: { at: 1, _id: 0 } },
    )
    expect(made).to.deep.equal({ at: 9 })
    expect(
      await things.findOneAndReplace({ _id: 8 }, { b: 1 }, { returnDocument: 'after' }),
    ).to.deep.equal({ _id: 8, b: 1 })
  })

  it('are refused with MongoDB’s codes when they make no sense', async () => {
    const code = async (update: Document, before: Document = { a: 'text' }) =>
      (await failure(updated(before, update))).code
    expect(await code({ $set: { _id: 2 } })).to.equal(66)
    expect(await code({ $inc: { a: 1 } })).to.equal(14)
    expect(await code({ $push: { a: 1 } })).to.equal(2)
    expect(await code({ $set: { a: 1 }, $inc: { a: 1 } })).to.equal(40)
    expect(await code({ $set: { 'a.b': 1 } })).to.equal(28)
    expect(await code({ $frobnicate: { a: 1 } })).to.equal(9)
    expect(await code({ $set: { 'a.$[x]': 1 } }, { a: [1] })).to.equal(2)
  })

  it('tell matched from modified', async () => {
    await things.deleteMany({})
    await things.insertMany([{ n: 1 }, { n: 2 }])
    const result = await things.updateMany({}, { $set: { n: 1 } })
    expect([result.matchedCount, result.modifiedCount]).to.deep.equal([2, 1])
  })

  it('give a unique key to one of many at once', async () => {
    const seats = opened.things('seats')
    await seats.createIndex({ seat: 1 }, { unique: true })
    const tries = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => seats.insertOne({ seat: 'A1', member: i })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    await Promise.all(
      Array.from({ length: 100 }, () =>
        things.updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true }),
      ),
    )
    expect((await things.findOne({ _id: 'counter' }))?.n).to.equal(100)
  })
})
