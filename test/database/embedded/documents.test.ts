import { Binary, BSONRegExp, Decimal128, Double, deserialize, Int32, Long, serialize } from 'bson'
import { expect } from 'chai'
import { type Collection, type Document, ObjectId } from 'mongodb'
import { failure, type Opened, openTemporary, type Thing } from './open.ts'

describe('embedded store: documents', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await openTemporary()
  })
  beforeEach(async () => {
    things = opened.things('things')
    await things.deleteMany({})
  })
  after(() => opened.close())

  const ids = async (filter: Document) =>
    (await things.find(filter).sort({ _id: 1 }).toArray()).map(each => each._id)

  it('keep every BSON type byte for byte, through an update of another field too', async () => {
    const document = {
      _id: new ObjectId(),
      int: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
      minusZero: new Double(-0),
      nan: new Double(Number.NaN),
      decimal: Decimal128.fromString('1.00'),
      binary: new Binary(Buffer.from('x'), 4),
      pattern: new BSONRegExp('(?i)a', 'x'),
      date: new Date(5),
      nested: { b: Long.fromString('9007199254740993'), a: [new Double(2), null] },
    }
    await things.insertOne(document)
    const raw = () => things.findOne({ _id: document._id }, { raw: true })
    expect(Buffer.from(Object(await raw()))).to.deep.equal(Buffer.from(serialize(document)))
    await things.updateOne(
      { _id: document._id },
      { $set: { extra: 'x' }, $inc: { int: 1, long: 1, double: 1 } },
    )
    const after = deserialize(Buffer.from(Object(await raw())), {
      promoteValues: false,
      bsonRegExp: true,
    })
    expect(after.int).to.be.instanceOf(Int32)
    expect(after.double).to.be.instanceOf(Double)
    expect(Long.isLong(after.long)).to.equal(true)
    const { extra, int, double, long, ...untouched } = after
    const { int: _int, double: _double, long: _long, ...before } = document
    expect(Buffer.from(serialize(untouched))).to.deep.equal(Buffer.from(serialize(before)))
    expect(Object.keys(after)).to.deep.equal([...Object.keys(document), 'extra'])
  })

  it('give an _id when there is none, and put it first', async () => {
    await opened.db.command({ insert: 'things', documents: [{ a: 1 }, { a: 2, _id: 7 }] })
    const [seven, made] = await things.find().sort({ a: -1 }).toArray()
    expect(Object.keys(seven ?? {})).to.deep.equal(['_id', 'a'])
    expect(made?._id).to.be.instanceOf(ObjectId)
  })

  it('match by value, range, list, type, existence and pattern as MongoDB does', async () => {
    const id = new ObjectId()
    await things.insertMany([
      { _id: 1, a: 5, tags: ['x', 'y'], at: new Date(10), ref: id },
      {
        _id: 2,
        a: null,
        tags: [],
        items: [
          { n: 1, s: 'u' },
          { n: 2, s: 'v' },
        ],
      },
      { _id: 3, tags: 'x', a: 'text', nested: { b: { c: 1 } } },
      { _id: 4, a: [1, 9], items: [{ n: 3 }], at: new Date(20) },
    ])
    const expectations: [Document, number[]][] = [
      [{ a: null }, [2, 3].filter(each => each === 2)],
      [{ missing: null }, [1, 2, 3, 4]],
      [{ ref: new ObjectId(id.toHexString()) }, [1]],
      [{ a: { $gt: 4 } }, [1, 4]],
      [{ a: { $gte: 2, $lte: 6 } }, [1, 4]],
      [{ a: { $elemMatch: { $gte: 2, $lte: 6 } } }, []],
      [{ tags: 'x' }, [1, 3]],
      [{ tags: ['x', 'y'] }, [1]],
      [{ tags: [] }, [2]],
      [{ tags: { $in: ['y', null] } }, [1, 4]],
      [{ tags: { $nin: ['x'] } }, [2, 4]],
      [{ tags: { $all: ['x', 'y'] } }, [1]],
      [{ tags: { $size: 2 } }, [1]],
      [{ tags: /^x/ }, [1, 3]],
      [{ a: { $exists: false } }, []],
      [{ items: { $exists: true } }, [2, 4]],
      [{ 'items.n': 2 }, [2]],
      [{ 'items.1.n': 2 }, [2]],
      [{ items: { $elemMatch: { n: 1, s: 'v' } } }, []],
      [{ 'items.n': 1, 'items.s': 'v' }, [2]],
      [{ nested: { b: { c: 1 } } }, [3]],
      [{ a: { $type: 'string' } }, [3]],
      [{ a: { $type: 'int' } }, [1, 4]],
      [{ a: { $not: { $gt: 4 } } }, [2, 3]],
      [{ $or: [{ a: 5 }, { at: { $gt: new Date(15) } }] }, [1, 4]],
      [{ $nor: [{ a: 5 }, { a: null }] }, [3, 4]],
      [{ $expr: { $eq: ['$a', 5] } }, [1]],
      [{ a: { $mod: [5, 0] } }, [1]],
      [{ a: { $ne: 5 } }, [2, 3, 4]],
    ]
    for (const [filter, expected] of expectations) {
      expect(await ids(filter), JSON.stringify(filter)).to.deep.equal(expected)
    }
  })

  it('are shown as a projection asks', async () => {
    await things.insertOne({
      _id: 1,
      a: 1,
      b: { c: 2, d: 3 },
      items: [{ n: 1, s: 'u' }, { n: 2, s: 'v' }, { n: 3 }],
    })
    const shown = async (projection: Document, filter: Document = {}) =>
      things.findOne(filter, { projection })
    expect(await shown({ a: 1 })).to.deep.equal({ _id: 1, a: 1 })
    expect(await shown({ 'b.c': 1, _id: 0 })).to.deep.equal({ b: { c: 2 } })
    expect(await shown({ items: 0, b: 0 })).to.deep.equal({ _id: 1, a: 1 })
    expect(await shown({ 'items.s': 1, _id: 0 })).to.deep.equal({
      items: [{ s: 'u' }, { s: 'v' }, {}],
    })
    expect(await shown({ items: { $slice: -1 }, b: 0 })).to.deep.equal({
      _id: 1,
      a: 1,
      items: [{ n: 3 }],
    })
    expect(await shown({ items: { $elemMatch: { n: { $gt: 1 } } } })).to.deep.equal({
      _id: 1,
      items: [{ n: 2, s: 'v' }],
    })
    expect(await shown({ 'items.$': 1 }, { 'items.n': 2 })).to.deep.equal({
      _id: 1,
      items: [{ n: 2, s: 'v' }],
    })
    expect(await shown({ _id: 0, sum: { $add: ['$a', '$b.c'] } })).to.deep.equal({ sum: 3 })
    expect((await failure(shown({ a: 1, b: 0 }))).code).to.equal(31249)
  })

  it('are counted, told apart and deleted', async () => {
    await things.insertMany(
      Array.from({ length: 10 }, (_, i) => ({ _id: i, even: i % 2 === 0, tags: [i % 3, 'all'] })),
    )
    expect(await things.countDocuments({ even: true })).to.equal(5)
    expect(await things.countDocuments({}, { skip: 8 })).to.equal(2)
    expect(await things.estimatedDocumentCount()).to.equal(10)
    expect(await things.countDocuments({ even: 'never' })).to.equal(0)
    expect(await things.distinct('tags', { even: true })).to.have.members([0, 1, 2, 'all'])
    expect((await things.deleteOne({ even: true })).deletedCount).to.equal(1)
    expect((await things.deleteMany({ even: true })).deletedCount).to.equal(4)
    expect(await things.findOneAndDelete({ _id: 1 })).to.include({ _id: 1 })
    expect(await ids({})).to.deep.equal([3, 5, 7, 9])
  })

  it('refuse a second one of the same _id with the error that drivers know', async () => {
    await things.insertOne({ _id: 1 })
    const error = await failure(things.insertOne({ _id: 1 }))
    expect(error.message).to.equal(
      'E11000 duplicate key error collection: rouedad.things index: _id_ dup key: { _id: 1 }',
    )
    expect(error).to.include({ code: 11000 })
    expect(error).to.deep.include({ keyPattern: { _id: 1 }, keyValue: { _id: 1 } })
  })

  it('stop an ordered bulk at the first error and go on in an unordered one', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }]
    const ordered = await failure(things.insertMany(documents))
    expect(Object(ordered.result).insertedCount).to.equal(1)
    await things.deleteMany({})
    const unordered = await failure(things.insertMany(documents, { ordered: false }))
    expect(Object(unordered.result).insertedCount).to.equal(2)
    expect(
      Object(unordered.writeErrors).map((each: { index: number }) => each.index),
    ).to.deep.equal([1, 3])
  })

  it('tell what each part of a bulk did', async () => {
    await things.insertMany([
      { _id: 1, n: 0 },
      { _id: 2, n: 0 },
    ])
    const result = await things.bulkWrite([
      { insertOne: { document: { _id: 3, n: 0 } } },
      { updateMany: { filter: { n: 0 }, update: { $inc: { n: 1 } } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { n: 1 } } } },
      { replaceOne: { filter: { _id: 9 }, replacement: { n: 9 }, upsert: true } },
      { deleteOne: { filter: { _id: 2 } } },
    ])
    const { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount, upsertedIds } =
      result
    expect({
      insertedCount,
      matchedCount,
      modifiedCount,
      upsertedCount,
      deletedCount,
    }).to.deep.equal({
      insertedCount: 1,
      matchedCount: 4,
      modifiedCount: 3,
      upsertedCount: 1,
      deletedCount: 1,
    })
    expect(upsertedIds).to.deep.equal({ 3: 9 })
  })
})
