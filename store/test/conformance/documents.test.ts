import { expect } from 'chai'
import { type Collection, type Document, ObjectId } from 'mongodb'
import { failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: documents', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
  })
  beforeEach(async () => {
    things = opened.things('things')
    await things.deleteMany({})
  })
  after(() => opened.close())

  const ids = async (filter: Document) =>
    (await things.find(filter).sort({ _id: 1 }).toArray()).map(each => each._id)

  it('give an _id when there is none, and put it first', async () => {
    await opened.db.command({ insert: 'things', documents: [{ a: 1 }, { a: 2, _id: 7 }] })
    const [seven, made] = await things.find().sort({ a: -1 }).toArray()
    expect(Object.keys(seven ?? {})).to.deep.equal(['_id', 'a'])
    expect(made?._id).to.be.instanceOf(ObjectId)
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
      `E11000 duplicate key error collection: ${things.namespace} index: _id_ dup key: { _id: 1 }`,
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
