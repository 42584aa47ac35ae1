import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, failure, type Opened, open, type Thing } from './open.ts'

describe('conformance: write commands', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
  })
  beforeEach(async () => {
    await things.deleteMany({})
    await things.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ])
  })
  after(() => opened.close())

  const command = (body: Document) => opened.db.command(body)
  const update = (...updates: Document[]) => command({ update: 'things', updates })
  const modify = (body: Document) => command({ findAndModify: 'things', ...body })

  /** Each body is answered with at least these fields. */
  async function answer(table: [Document, Document][]): Promise<void> {
    for (const [body, expected] of table)
      expect(await command(body), JSON.stringify(body)).to.deep.include({ ...expected, ok: 1 })
  }

  it('tell how many they touched', async () => {
    await answer([
      [{ insert: 'things', documents: [{ _id: 3 }, { _id: 4 }] }, { n: 2 }],
      [
        { update: 'things', updates: [{ q: { _id: 1 }, u: { $set: { n: 1 } } }] },
        { n: 1, nModified: 0 },
      ],
      [
        { update: 'things', updates: [{ q: {}, u: { $set: { x: 1 } } }] },
        { n: 1, nModified: 1 },
      ],
      [
        { update: 'things', updates: [{ q: {}, u: { $set: { x: 1 } }, multi: true }] },
        { n: 4, nModified: 3 },
      ],
      [
        { update: 'things', updates: [{ q: { _id: 9 }, u: { $set: { x: 1 } } }] },
        { n: 0, nModified: 0 },
      ],
      [{ delete: 'things', deletes: [{ q: { x: 1 }, limit: 1 }] }, { n: 1 }],
      [{ delete: 'things', deletes: [{ q: {}, limit: 0 }] }, { n: 3 }],
      [{ delete: 'nowhere', deletes: [{ q: {}, limit: 0 }] }, { n: 0 }],
      [
        { update: 'nowhere', updates: [{ q: {}, u: { $set: { x: 1 } } }] },
        { n: 0, nModified: 0 },
      ],
    ])
  })

  it('tell what an upsert inserted', async () => {
    const u = { $set: { x: 1 } }
    const found = await update(
      { q: { _id: 1 }, u, upsert: true },
      { q: { _id: 7 }, u, upsert: true },
      { q: { _id: 8 }, u: { y: 1 }, upsert: true },
    )
    expect(found).to.deep.include({
      n: 3,
      nModified: 1,
      upserted: [
        { index: 1, _id: 7 },
        { index: 2, _id: 8 },
      ],
    })
    expect(await things.find({ _id: { $gt: 2 } }).toArray()).to.deep.equal([
      { _id: 7, x: 1 },
      { _id: 8, y: 1 },
    ])
  })

  it('make of a filter what it says, when they insert', async () => {
    const made = async (q: Document, u: Document): Promise<unknown> => {
      const id = (await update({ q, u, upsert: true })).upserted[0]._id
      const document = await things.findOne({ _id: id })
      await things.deleteOne({ _id: id })
      expect(Object.keys(document ?? {})[0]).to.equal('_id')
      const { _id, ...rest } = document ?? {}
      return rest
    }
    const u = { $set: { z: 1 } }
    expect(await made({ b: 1, a: 2 }, u)).to.deep.equal({ a: 2, b: 1, z: 1 })
    expect(await made({ 'a.b': 5 }, u)).to.deep.equal({ a: { b: 5 }, z: 1 })
    expect(await made({ a: { $eq: 3 }, b: { $gt: 3 } }, u)).to.deep.equal({ a: 3, z: 1 })
    expect(await made({ a: { $in: [5] }, b: { $all: [6] } }, u)).to.deep.equal({ a: 5, b: 6, z: 1 })
    expect(await made({ a: { $in: [5, 6] }, b: /x/ }, u)).to.deep.equal({ z: 1 })
    expect(await made({ $and: [{ a: 1 }, { b: 2 }] }, u)).to.deep.equal({ a: 1, b: 2, z: 1 })
    expect(await made({ $or: [{ a: 1 }, { b: 2 }] }, u)).to.deep.equal({ z: 1 })
    expect(await made({ a: null, b: 'new' }, u)).to.deep.equal({ a: null, b: 'new', z: 1 })
    expect(await made({ a: 1 }, { b: 2 })).to.deep.equal({ b: 2 })
    expect(await made({ a: 99 }, { $inc: { a: 1 } })).to.deep.equal({ a: 100 })
    expect(await made({ $or: [{ a: 7 }], b: { $eq: /x/ } }, u)).to.deep.equal({
      a: 7,
      b: /x/,
      z: 1,
    })
    expect(await made({ '_id.k': 5 }, u)).to.deep.equal({ z: 1 })
    expect(await made({ a: { k: 1 }, 'a.k': 1 }, { b: 1 })).to.deep.equal({ b: 1 })
    const part = update({ q: { '_id.k': 6 }, u: { b: 1 }, upsert: true })
    expect((await part).writeErrors[0].code).to.equal(111)
    const twice = update({ q: { $and: [{ a: 1 }, { a: 2 }] }, u, upsert: true })
    expect((await twice).writeErrors[0].code).to.equal(54)
    const below = update({ q: { a: { b: 1 }, 'a.c': 1 }, u, upsert: true })
    expect((await below).writeErrors[0].code).to.equal(54)
  })

  it('tell which statements failed, and stop at the first unless told not to', async () => {
    const documents = [{ _id: 1, n: 0 }, { _id: 5 }, { _id: 2 }]
    const first = await opened.db.command({ insert: 'things', documents })
    expect(first).to.deep.include({ n: 0, ok: 1 })
    expect(first.writeErrors).to.have.length(1)
    expect(first.writeErrors[0]).to.deep.include({
      index: 0,
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id: 1 },
      errmsg: `E11000 duplicate key error collection: ${things.namespace} index: _id_ dup key: { _id: 1 }`,
    })
    const all = await opened.db.command({ insert: 'things', documents, ordered: false })
    expect(all.n).to.equal(1)
    expect(all.writeErrors.map(({ index }: Document) => index)).to.deep.equal([0, 2])
    const updates = [
      { q: { _id: 1 }, u: { $inc: { n: 'x' } } },
      { q: { _id: 2 }, u: { $inc: { n: 1 } } },
    ]
    const some = await opened.db.command({ update: 'things', updates, ordered: false })
    expect(some).to.deep.include({ n: 1, nModified: 1 })
    expect(some.writeErrors[0]).to.include({ index: 0, code: 14 })
  })

  it('are refused when they make no sense', async () => {
    const statements: [Document, number][] = [
      [{ q: {}, u: { a: 1 }, multi: true }, 9],
      [{ q: {}, u: { a: 1, $set: { b: 1 } } }, 52],
      [{ q: {}, u: { $set: { b: 1 }, a: 1 } }, 9],
      [{ q: { _id: 1 }, u: { _id: 2 } }, 66],
    ]
    for (const [statement, code] of statements) {
      const { writeErrors } = await update(statement)
      expect(writeErrors?.[0]?.code, JSON.stringify(statement)).to.equal(code)
    }
    const bodies: [Document, number][] = [
      [{ insert: 'things', documents: [] }, 16],
      [{ insert: 'things', documents: [{}], frob: 1 }, 40415],
      [{ insert: 'a$b', documents: [{}] }, 73],
      [{ delete: 'things', deletes: [{ q: {}, limit: 2 }] }, 9],
      [{ findAndModify: 'things', query: {} }, 9],
      [{ findAndModify: 'things', remove: true, update: { $set: { a: 1 } } }, 9],
      [{ findAndModify: 'things', remove: true, upsert: true }, 9],
      [{ findAndModify: 'things', remove: true, new: true }, 9],
      [{ findAndModify: 'things', update: { $frob: 1 } }, 9],
      [{ insert: 'things', documents: [{}], writeConcern: { w: 2 } }, 2],
      [{ insert: 'things', documents: [{}], writeConcern: { w: 'other' } }, 2],
    ]
    for (const [body, code] of bodies) {
      const label = JSON.stringify(body)
      const outcome = await command(body).catch(error => error)
      expect(outcome.code ?? outcome.writeErrors?.[0]?.code, label).to.equal(code)
    }
    for (const id of [[1], /x/, { $a: 1 }]) {
      const { writeErrors } = await command({ insert: 'things', documents: [{ _id: id }] })
      expect(writeErrors[0].code).to.be.oneOf([2, 52, 53])
    }
    expect(await things.countDocuments()).to.equal(2)
  })

  it('take what a write concern says where a standalone can keep it', async () => {
    for (const writeConcern of [
      { w: 1 },
      { w: 'majority' },
      { w: 1, j: true },
      { w: 'majority', wtimeout: 100 },
    ])
      expect(await command({ insert: 'things', documents: [{}], writeConcern })).to.include({
        n: 1,
      })
    await things.insertOne({ _id: 'quiet' }, { writeConcern: { w: 0 } })
    for (let i = 0; i < 200 && !(await things.findOne({ _id: 'quiet' })); i++);
    expect(await things.countDocuments({ _id: 'quiet' })).to.equal(1)
  })

  it('find and modify in the shape that drivers read', async () => {
    const set = { $set: { x: 1 } }
    expect(await modify({ query: { _id: 1 }, update: set })).to.deep.include({
      lastErrorObject: { n: 1, updatedExisting: true },
      value: { _id: 1, n: 1 },
    })
    expect(await modify({ query: { _id: 1 }, update: { y: 1 }, new: true })).to.deep.include({
      value: { _id: 1, y: 1 },
    })
    expect(await modify({ query: { _id: 8 }, update: set })).to.deep.include({
      lastErrorObject: { n: 0, updatedExisting: false },
      value: null,
    })
    expect(await modify({ query: { _id: 8 }, update: set, upsert: true })).to.deep.include({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 8 },
      value: null,
    })
    expect(
      await modify({ query: { _id: 9 }, update: set, upsert: true, new: true }),
    ).to.deep.include({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 9 },
      value: { _id: 9, x: 1 },
    })
    expect(
      await modify({ query: {}, sort: { _id: -1 }, remove: true, fields: { x: 0 } }),
    ).to.deep.include({
      lastErrorObject: { n: 1 },
      value: { _id: 9 },
    })
    expect(await modify({ query: { _id: 99 }, remove: true })).to.deep.include({
      lastErrorObject: { n: 0 },
      value: null,
    })
    const pushed = { query: { _id: 2 }, update: { $set: { a: [1, 5] } }, new: true }
    await modify(pushed)
    const arrayFilters = [{ x: { $gt: 3 } }]
    expect(
      (
        await modify({
          query: { _id: 2 },
          update: { $inc: { 'a.$[x]': 1 } },
          arrayFilters,
          new: true,
        })
      ).value.a,
    ).to.deep.equal([1, 6])
    expect(await codeOf(modify({ query: { _id: 2 }, update: { $set: { _id: 3 } } }))).to.equal(66)
    const taken = await failure(
      modify({
        query: { _id: 50, n: { $exists: true } },
        update: [{ $set: { _id: 1 } }],
        upsert: true,
      }),
    )
    expect(taken.code).to.equal(66)
  })

  it('count and tell apart', async () => {
    await things.insertMany([{ n: [2, 3] }, { n: 3, deep: [{ k: 1 }, { k: [2, 3] }] }])
    await answer([
      [{ count: 'things' }, { n: 4 }],
      [{ count: 'things', query: { n: 2 } }, { n: 2 }],
      [{ count: 'things', query: {}, skip: 1, limit: 2 }, { n: 2 }],
      [{ count: 'things', limit: -2 }, { n: 2 }],
      [{ count: 'things', query: { n: { $gt: 0 } }, skip: 9 }, { n: 0 }],
      [{ count: 'nowhere' }, { n: 0 }],
      [{ distinct: 'nowhere', key: 'n' }, { values: [] }],
    ])
    expect((await command({ distinct: 'things', key: 'n' })).values).to.have.members([1, 2, 3])
    expect((await command({ distinct: 'things', key: 'deep.k' })).values).to.have.members([1, 2, 3])
    expect((await command({ distinct: 'things', key: 'n', query: { n: 1 } })).values).to.deep.equal(
      [1],
    )
    expect(await codeOf(command({ distinct: 'things', key: 5 }))).to.equal(14)
    expect(await codeOf(command({ count: 'things', skip: -1 }))).to.equal(51024)
    expect(await codeOf(command({ count: 'things', query: 5 }))).to.equal(14)
  })
})
