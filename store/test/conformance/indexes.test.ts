import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: indexes', () => {
  let opened: Opened
  let things: Collection<Thing>
  let count = 0

  before(async () => {
    opened = await open()
  })
  beforeEach(() => {
    things = opened.things(`things${count++}`)
  })
  after(() => opened.close())

  const make = (index: Document) =>
    opened.db.command({ createIndexes: things.collectionName, indexes: [index] })

  it('keep unique what must be unique, with null for a missing field', async () => {
    await things.createIndex({ mail: 1 }, { unique: true })
    await things.insertMany([{ mail: 'a' }, { other: 1 }])
    const error = await failure(things.insertOne({ other: 2 }))
    expect(error).to.deep.include({
      code: 11000,
      keyPattern: { mail: 1 },
      keyValue: { mail: null },
    })
    const moved = await failure(things.updateOne({ other: 1 }, { $set: { mail: 'a' } }))
    expect(moved.message).to.equal(
      `E11000 duplicate key error collection: ${things.namespace} index: mail_1 dup key: { mail: "a" }`,
    )
  })

  it('are unique over several fields and over the elements of arrays, but not within one array', async () => {
    await things.createIndex({ a: 1, b: -1 }, { unique: true })
    await things.createIndex({ tags: 1 }, { unique: true, sparse: true })
    await things.insertMany([
      { a: 1, b: 1, tags: ['x', 'x', 'y'] },
      { a: 1, b: 2 },
    ])
    expect(await failure(things.insertOne({ a: 1, b: 2 }))).to.deep.include({
      keyPattern: { a: 1, b: -1 },
      keyValue: { a: 1, b: 2 },
    })
    expect(await codeOf(things.insertOne({ a: 3, tags: ['z', 'y'] }))).to.equal(11000)
    expect(await things.countDocuments()).to.equal(2)
  })

  it('can not be made unique over what is twice there, and leave nothing behind', async () => {
    await things.insertMany([{ a: 1 }, { a: 1 }])
    expect(await codeOf(things.createIndex({ a: 1 }, { unique: true }))).to.equal(11000)
    expect(await things.indexes()).to.have.length(1)
  })

  it('refuse parallel arrays', async () => {
    await things.createIndex({ a: 1, b: 1 })
    expect(await codeOf(things.insertOne({ a: [1], b: [2] }))).to.equal(171)
    await things.insertOne({ a: [1], b: 2 })
    await opened.things('parallel').insertOne({ a: [1], b: [2] })
    expect(await codeOf(opened.things('parallel').createIndex({ a: 1, b: 1 }))).to.equal(171)
  })

  it('leave out what a sparse or partial index leaves out', async () => {
    await things.createIndex({ token: 1 }, { unique: true, sparse: true })
    const partialFilterExpression = { published: true }
    await things.createIndex({ slug: 1 }, { unique: true, partialFilterExpression })
    await things.insertMany([
      { _id: 1 },
      { _id: 2 },
      { _id: 3, token: 'x', slug: 's' },
      { _id: 4, slug: 's', published: true },
    ])
    expect(await codeOf(things.insertOne({ token: 'x' }))).to.equal(11000)
    expect(await codeOf(things.updateOne({ _id: 3 }, { $set: { published: true } }))).to.equal(
      11000,
    )
    expect(await things.countDocuments({ token: null })).to.equal(3)
    expect(await things.countDocuments({ slug: 's' })).to.equal(2)
    expect((await things.find().sort({ token: 1, _id: 1 }).toArray()).length).to.equal(4)
  })

  it('are listed as they were made', async () => {
    expect(await things.createIndex({ a: 1, b: -1 })).to.equal('a_1_b_-1')
    await things.createIndex({ t: 1 }, { expireAfterSeconds: 5, name: 'gone' })
    await things.createIndex({ u: 1 }, { unique: true, sparse: true })
    await things.createIndex({ p: 1 }, { partialFilterExpression: { q: { $gt: 1 } } })
    expect(await things.indexes()).to.deep.equal([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1' },
      { v: 2, key: { t: 1 }, name: 'gone', expireAfterSeconds: 5 },
      { v: 2, key: { u: 1 }, name: 'u_1', unique: true, sparse: true },
      { v: 2, key: { p: 1 }, name: 'p_1', partialFilterExpression: { q: { $gt: 1 } } },
    ])
    expect(await codeOf(opened.things('nowhere').indexes())).to.equal(26)
  })

  it('are made once, together with their collection', async () => {
    const key = { a: 1 }
    expect(await make({ key, name: 'a_1' })).to.deep.include({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
      ok: 1,
    })
    expect(await make({ key, name: 'a_1' })).to.deep.include({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    })
    expect(await make({ key: { _id: 1 }, name: '_id_' })).to.include({ numIndexesAfter: 2 })
  })

  it('are refused in conflict with others', async () => {
    await things.createIndex({ a: 1 })
    await things.createIndex({ t: 1 }, { expireAfterSeconds: 5, name: 'gone' })
    const conflicts: [string, Document, string][] = [
      ['the name of another key', { key: { z: 1 }, name: 'gone' }, 'IndexKeySpecsConflict'],
      [
        'the same, unique now',
        { key: { a: 1 }, name: 'a_1', unique: true },
        'IndexKeySpecsConflict',
      ],
      ['the same by another name', { key: { a: 1 }, name: 'other' }, 'IndexOptionsConflict'],
      [
        'another expiry',
        { key: { t: 1 }, name: 'gone', expireAfterSeconds: 6 },
        'IndexOptionsConflict',
      ],
    ]
    for (const [label, index, codeName] of conflicts)
      expect((await failure(make(index))).codeName, label).to.equal(codeName)
  })

  it('are refused when they make no sense', async () => {
    const refusals: [Document, number][] = [
      [{ key: { a: 'frob' }, name: 'x' }, 67],
      [{ key: { a: 0 }, name: 'x' }, 67],
      [{ key: {}, name: 'x' }, 67],
      [{ key: { a: 1 }, name: '' }, 67],
      [{ key: { a: 1 }, name: 'x', frob: 1 }, 197],
      [{ key: { a: 1 } }, 9],
      [{ name: 'x' }, 9],
      [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 1 }, 67],
      [{ key: { a: 1 }, name: 'x', expireAfterSeconds: -1 }, 67],
      [{ key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: { b: 1 } }, 67],
      [{ key: { a: 1 }, name: 'x', partialFilterExpression: { b: { $not: { $gt: 1 } } } }, 67],
    ]
    for (const [index, code] of refusals)
      expect(await codeOf(make(index)), JSON.stringify(index)).to.equal(code)
    const none = opened.db.command({ createIndexes: things.collectionName, indexes: [] })
    expect(await codeOf(none)).to.equal(2)
  })

  it('are dropped by name, by key or all but _id, and not twice', async () => {
    await things.createIndex({ a: 1 })
    await things.createIndex({ b: 1 })
    await things.createIndex({ c: 1 })
    const drop = (index: unknown) =>
      opened.db.command({ dropIndexes: things.collectionName, index })
    expect(await drop('a_1')).to.deep.include({ nIndexesWas: 4, ok: 1 })
    expect((await failure(drop('a_1'))).codeName).to.equal('IndexNotFound')
    expect(await drop({ b: 1 })).to.deep.include({ nIndexesWas: 3 })
    expect((await failure(drop({ b: 1 }))).codeName).to.equal('IndexNotFound')
    expect((await failure(drop('_id_'))).codeName).to.equal('InvalidOptions')
    expect(await drop('*')).to.deep.include({ nIndexesWas: 2 })
    expect(await things.indexes()).to.have.length(1)
    const nowhere = opened.db.command({ dropIndexes: 'nowhere', index: '*' })
    expect(await codeOf(nowhere)).to.equal(26)
  })

  it('change their expiry by collMod', async () => {
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const index = { keyPattern: { at: 1 }, expireAfterSeconds: 10 }
    expect(await opened.db.command({ collMod: things.collectionName, index })).to.deep.include({
      expireAfterSeconds_old: 60,
      expireAfterSeconds_new: 10,
      ok: 1,
    })
    expect((await things.indexes())[1]).to.include({ expireAfterSeconds: 10 })
    expect(await codeOf(opened.db.command({ collMod: 'nowhere', index }))).to.equal(26)
  })

  it('are named by a hint, which must be there', async () => {
    await things.insertMany([
      { _id: 1, a: 2 },
      { _id: 2, a: 1 },
    ])
    await things.createIndex({ a: 1 })
    const hinted = async (hint: Document | string) =>
      (
        await things
          .find({ a: { $gt: 0 } })
          .hint(hint)
          .toArray()
      ).map(({ _id }) => _id)
    expect(await hinted('a_1')).to.deep.equal([2, 1])
    expect(await hinted({ a: 1 })).to.deep.equal([2, 1])
    expect(await hinted({ $natural: 1 })).to.have.members([1, 2])
    expect(await codeOf(hinted('b_1'))).to.equal(2)
    expect(await codeOf(things.updateOne({}, { $set: { b: 1 } }, { hint: 'b_1' }))).to.equal(2)
  })
})
