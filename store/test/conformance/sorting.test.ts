import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, type Opened, open, type Thing } from './open.ts'

/** Smallest first. */
const ORDER: unknown[] = [
  new MinKey(),
  null,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  Long.fromString('-9007199254740993'),
  -1.5,
  0,
  Decimal128.fromString('0.5'),
  new Double(1),
  Long.fromString('9007199254740992'),
  Long.fromString('9007199254740993'),
  Number.POSITIVE_INFINITY,
  '',
  'A',
  'a',
  'ab',
  'b',
  'é',
  {},
  { a: 1 },
  { a: 2 },
  { a: 2, b: 1 },
  { b: 0 },
  { a: 'x' },
  [[]],
  [['a']],
  new Binary(Buffer.from('b')),
  new Binary(Buffer.from('aa')),
  new ObjectId('000000000000000000000001'),
  new ObjectId('000000000000000000000002'),
  false,
  true,
  new Date(-1),
  new Date(1),
  new Timestamp({ t: 1, i: 1 }),
  new Timestamp({ t: 1, i: 2 }),
  new BSONRegExp('a', 'i'),
  new BSONRegExp('b', ''),
  new Code('a'),
  new MaxKey(),
]

describe('conformance: order', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
  })
  beforeEach(() => {
    things = opened.things('things')
    return things.deleteMany({})
  })
  after(() => opened.close())

  const ids = async (sort: Document, filter: Document = {}) =>
    (await things.find(filter).sort(Object(sort)).toArray()).map(({ _id }) => _id)
  const piped = async (sort: Document) =>
    (await things.aggregate([{ $unset: 'x' }, { $sort: sort }]).toArray()).map(({ _id }) => _id)

  it('goes across all types, with an index and without, in finds and aggregations', async () => {
    const mixed = ORDER.map((v, _id) => ({ _id, v })).sort(
      (a, b) => ((a._id * 7) % 40) - ((b._id * 7) % 40),
    )
    // An array counts by its elements: these two are compared in a document of their own.
    const sorted = ORDER.map((_, i) => i)
    await things.insertMany(
      mixed.map(each => (Array.isArray(each.v) ? { ...each, v: each.v } : each)),
    )
    expect(await ids({ v: 1 })).to.deep.equal(sorted)
    expect(await ids({ v: -1 })).to.deep.equal(sorted.toReversed())
    expect(await piped({ v: 1 })).to.deep.equal(sorted)
    await things.createIndex({ v: 1 })
    expect(await ids({ v: 1 }, { v: { $gte: new MinKey() } })).to.deep.equal(sorted)
    expect(await ids({ v: -1 })).to.deep.equal(sorted.toReversed())
    await things.dropIndexes()
  })

  it('takes an array by its least element, or its greatest when descending; an empty one comes before null', async () => {
    await things.insertMany([
      { _id: 1, v: [5, 1] },
      { _id: 2, v: 3 },
      { _id: 3, v: [2, 9] },
      { _id: 4, v: [] },
      { _id: 5 },
      { _id: 6, v: [{ n: 4 }] },
    ])
    expect(await ids({ v: 1 })).to.deep.equal([4, 5, 1, 3, 2, 6])
    expect(await ids({ v: -1 })).to.deep.equal([6, 3, 1, 2, 5, 4])
    await things.insertMany([
      { _id: 7, items: [{ n: 5 }, { n: 1 }] },
      { _id: 8, items: [{ n: 3 }, {}] },
      { _id: 9, items: { n: 2 } },
    ])
    const those = { _id: { $gte: 7 } }
    expect(await ids({ 'items.n': 1 }, those)).to.deep.equal([8, 7, 9])
    expect(await ids({ 'items.n': -1 }, those)).to.deep.equal([7, 8, 9])
  })

  it('goes by several fields, missing ones as null', async () => {
    await things.insertMany([
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 1 },
      { _id: 3, a: 0, b: 1 },
      { _id: 4, b: 1 },
      { _id: 5, a: 1, b: 1, c: { d: 1 } },
    ])
    expect(await ids({ a: 1, b: -1 })).to.deep.equal([4, 3, 1, 5, 2])
    expect(await ids({ a: -1, b: 1 })).to.deep.equal([2, 5, 1, 3, 4])
    expect(await ids({ 'c.d': -1, _id: -1 })).to.deep.equal([5, 4, 3, 2, 1])
  })

  it('is refused when it makes no sense', async () => {
    for (const sort of [{ a: 'x' }, { a: 2 }, { a: 0 }]) {
      const found = opened.db.command({ find: 'things', sort })
      expect(await codeOf(found)).to.be.oneOf([2, 15974, 15975])
      const stage = things.aggregate([{ $sort: Object(sort) }]).toArray()
      expect(await codeOf(stage)).to.be.oneOf([15974, 15975])
    }
    expect(await codeOf(things.aggregate([{ $sort: {} }]).toArray())).to.equal(15976)
  })
})
