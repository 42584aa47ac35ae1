import { expect } from 'chai'
import { ObjectId } from 'mongodb'
import { failure, type Opened, open } from './open.ts'

describe('conformance: aggregation', () => {
  let opened: Opened
  const members = [new ObjectId(), new ObjectId()]

  before(async () => {
    opened = await open()
    await opened.db.collection<{ _id: ObjectId; name: string }>('members').insertMany([
      { _id: members[0] ?? new ObjectId(), name: 'Anna' },
      { _id: members[1] ?? new ObjectId(), name: 'Erwan' },
    ])
    const posts = Array.from({ length: 20 }, (_, i) => ({
      n: i,
      author: members[i % 2],
      at: new Date(2026, i % 3, 1),
      tags: ['all', `t${i % 4}`],
    }))
    await opened.db.collection('posts').insertMany(posts)
    await opened.db.collection('posts').createIndex({ n: 1 })
  })
  after(() => opened.close())

  const run = (pipeline: object[]) =>
    opened.db.collection('posts').aggregate(pipeline.map(Object)).toArray()

  it('groups by ObjectId', async () => {
    const grouped = await run([
      { $match: { n: { $lt: 10 } } },
      { $group: { _id: '$author', total: { $sum: '$n' }, last: { $max: '$at' } } },
      { $sort: { total: 1 } },
    ])
    expect(grouped.map(({ total }) => total)).to.deep.equal([20, 25])
    expect(grouped[0]?._id).to.be.instanceOf(ObjectId)
    expect(grouped[0]?._id.toHexString()).to.equal(members[0]?.toHexString())
  })

  it('sorts and counts', async () => {
    expect(await run([{ $match: { n: 99 } }, { $count: 'n' }])).to.deep.equal([])
    expect(
      (
        await run([
          { $sort: { n: -1 } },
          { $skip: 2 },
          { $limit: 2 },
          { $project: { _id: 0, n: 1 } },
        ])
      ).map(({ n }) => n),
    ).to.deep.equal([17, 16])
  })

  it('refuses what a standalone refuses and what it does not know, by name', async () => {
    expect((await failure(run([{ $changeStream: {} }]))).code).to.equal(40573)
    expect((await failure(run([{ $frobnicate: {} }]))).message).to.equal(
      "Unrecognized pipeline stage name: '$frobnicate'",
    )
    expect((await failure(run([{ $group: { _id: null, x: { $frob: 1 } } }]))).message).to.equal(
      "unknown group operator '$frob'",
    )
  })
})
