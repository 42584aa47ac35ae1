import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  serialize,
  Timestamp,
} from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { type Opened, open, type Thing } from './open.ts'

/** One value of each kind, in an order that is not the alphabet's. */
const VALUES: Document = {
  int: new Int32(1),
  double: new Double(1),
  long: Long.fromNumber(1),
  large: Long.fromString('9007199254740993'),
  minusZero: new Double(-0),
  nan: new Double(Number.NaN),
  infinity: new Double(Number.NEGATIVE_INFINITY),
  decimal: Decimal128.fromString('1.00'),
  text: 'é\u0000😀',
  binary: new Binary(Buffer.from('x')),
  uuid: new Binary(Buffer.alloc(16, 1), 4),
  own: new Binary(Buffer.from('y'), 128),
  pattern: new BSONRegExp('^a.b$', 'im'),
  date: new Date(-5),
  id: new ObjectId('0123456789abcdef01234567'),
  timestamp: new Timestamp({ t: 5, i: 6 }),
  code: new Code('f()'),
  scoped: new Code('f()', { a: new Int32(1) }),
  symbol: new BSONSymbol('s'),
  least: new MinKey(),
  most: new MaxKey(),
  nothing: null,
  no: false,
  empty: {},
  none: [],
  nested: { z: Long.ONE, a: [new Double(2), null, [], { z: new Double(3), b: new Int32(4) }] },
}
const bytesOf = (document: Document) => Buffer.from(serialize(document))

describe('conformance: types', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
  })
  beforeEach(async () => {
    await things.deleteMany({})
    await things.insertOne({ _id: 1, ...VALUES })
  })
  after(() => opened.close())

  const change = (update: Document) => things.updateOne({}, update)
  const raw = (projection: Document = {}) => things.findOne({}, { raw: true, projection })

  async function stored(expected: Document): Promise<void> {
    expect(Buffer.from(Object(await raw()))).to.deep.equal(bytesOf({ _id: 1, ...expected }))
  }

  it('are stored byte for byte', () => stored(VALUES))

  it('outlive the update of another field', async () => {
    await things.updateOne({}, { $set: { extra: 'x' } })
    await stored({ ...VALUES, extra: 'x' })
    await things.updateOne({}, { $unset: { int: '' } })
    const { int, ...rest } = VALUES
    await stored({ ...rest, extra: 'x' })
  })

  it('are set, pushed and renamed as they are', async () => {
    await things.replaceOne({}, { a: [], b: VALUES })
    await change({ $push: { a: VALUES }, $rename: { b: 'c' }, $set: { d: VALUES } })
    await stored({ a: [VALUES], c: VALUES, d: VALUES })
    await change({ $addToSet: { a: VALUES } })
    await change({ $pull: { a: { none: 1 } } })
    await stored({ a: [VALUES], c: VALUES, d: VALUES })
  })

  it('come through replacements, upserts and findAndModify', async () => {
    await things.replaceOne({}, VALUES)
    await stored(VALUES)
    await things.deleteMany({})
    await things.updateOne({ _id: 1 }, { $setOnInsert: { v: VALUES } }, { upsert: true })
    await stored({ v: VALUES })
    await things.deleteMany({})
    const update = { $set: { x: new Int32(1) } }
    const options = { upsert: true, returnDocument: 'after', raw: true } as const
    const made = await opened
      .things('things')
      .findOneAndUpdate({ _id: 1, v: VALUES }, update, { ...options, includeResultMetadata: false })
    expect(made).to.not.equal(null)
    await stored({ v: VALUES, x: new Int32(1) })
  })

  it('come through projections', async () => {
    const shown = async (projection: Document) => Buffer.from(Object(await raw(projection)))
    const { int, ...rest } = VALUES
    expect(await shown({ int: 0 })).to.deep.equal(bytesOf({ _id: 1, ...rest }))
    expect(await shown({ _id: 0, nested: 1, double: 1 })).to.deep.equal(
      bytesOf({ double: VALUES.double, nested: VALUES.nested }),
    )
    const values = Object.fromEntries(Object.keys(VALUES).map(key => [`x_${key}`, `$${key}`]))
    const renamed = Object.fromEntries(
      Object.entries(VALUES).map(([key, value]) => [`x_${key}`, value]),
    )
    expect(await shown({ _id: 0, ...values })).to.deep.equal(bytesOf(renamed))
  })

  const through: [string, Document[]][] = [
    ['$match', [{ $match: { int: 1 } }]],
    ['$match after a stage', [{ $unset: 'x' }, { $match: { $expr: { $eq: ['$int', '$long'] } } }]],
    [
      '$sort, $skip and $limit',
      [{ $unset: 'x' }, { $sort: { int: 1 } }, { $skip: 0 }, { $limit: 1 }],
    ],
    ['$project', [{ $project: { x: 0 } }]],
    ['$addFields', [{ $addFields: { x: 1 } }, { $unset: 'x' }]],
    ['$replaceRoot', [{ $project: { d: '$$ROOT' } }, { $replaceRoot: { newRoot: '$d' } }]],
    ['$replaceWith', [{ $replaceWith: '$$ROOT' }]],
    ['$unwind', [{ $addFields: { x: [1] } }, { $unwind: '$x' }, { $unset: 'x' }]],
    [
      '$group and $first',
      [{ $group: { _id: null, d: { $first: '$$ROOT' } } }, { $replaceWith: '$d' }],
    ],
    [
      '$group and $push',
      [
        { $group: { _id: null, d: { $push: '$$ROOT' } } },
        { $unwind: '$d' },
        { $replaceWith: '$d' },
      ],
    ],
    [
      '$cond and $ifNull',
      [{ $replaceWith: { $cond: ['$int', { $ifNull: ['$missing', '$$ROOT'] }, null] } }],
    ],
  ]
  for (const [name, pipeline] of through) {
    it(`come through ${name}`, async () => {
      const [found] = await things.aggregate(pipeline.map(Object), { raw: true }).toArray()
      expect(Buffer.from(Object(found))).to.deep.equal(bytesOf({ _id: 1, ...VALUES }))
    })
  }

  it('come through a pipeline update', async () => {
    await things.updateOne({}, [{ $set: { copy: '$nested' } }])
    await stored({ ...VALUES, copy: VALUES.nested })
  })

  it('are told apart by distinct only by value', async () => {
    await things.insertMany([{ v: 1 }, { v: new Double(1) }, { v: Long.ONE }, { v: [1, 2, '1'] }])
    expect((await things.distinct('v')).sort()).to.have.members([1, 2, '1'])
  })

  it('get the present time for an empty timestamp', async () => {
    const empty = new Timestamp({ t: 0, i: 0 })
    await things.insertOne({ _id: 2, at: empty, deep: { at: empty } })
    const found = await things.findOne({ _id: 2 })
    expect(Math.abs(found?.at.t * 1000 - Date.now())).to.be.below(60_000)
    expect(found?.deep.at.isZero()).to.equal(true)
  })
})
