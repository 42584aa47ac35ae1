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

  it('groups by ObjectId, date parts and computed values', async () => {
    const grouped = await run([
      { $match: { n: { $lt: 10 } } },
      { $group: { _id: '$author', total: { $sum: '$n' }, last: { $max: '$at' } } },
      { $sort: { total: 1 } },
    ])
    expect(grouped.map(({ total }) => total)).to.deep.equal([20, 25])
    expect(grouped[0]?._id).to.be.instanceOf(ObjectId)
    expect(grouped[0]?._id.toHexString()).to.equal(members[0]?.toHexString())
    const months = await run([
      { $group: { _id: { $month: '$at' }, n: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ])
    expect(months).to.deep.equal([
      { _id: 1, n: 7 },
      { _id: 2, n: 7 },
      { _id: 3, n: 6 },
    ])
  })

  it('joins other collections, with and without a pipeline', async () => {
    const joined = await run([
      { $match: { n: { $in: [0, 1] } } },
      { $lookup: { from: 'members', localField: 'author', foreignField: '_id', as: 'who' } },
      { $unwind: '$who' },
      { $project: { _id: 0, n: 1, name: '$who.name' } },
      { $sort: { n: 1 } },
    ])
    expect(joined).to.deep.equal([
      { n: 0, name: 'Anna' },
      { n: 1, name: 'Erwan' },
    ])
    const counted = await opened.db
      .collection('members')
      .aggregate([
        {
          $lookup: {
            from: 'posts',
            let: { me: '$_id' },
            pipeline: [
              { $match: { $expr: { $eq: ['$author', '$$me'] }, n: { $lt: 5 } } },
              { $count: 'n' },
            ],
            as: 'posts',
          },
        },
        { $sort: { name: 1 } },
        { $project: { _id: 0, name: 1, posts: 1 } },
      ])
      .toArray()
    expect(counted).to.deep.equal([
      { name: 'Anna', posts: [{ n: 3 }] },
      { name: 'Erwan', posts: [{ n: 2 }] },
    ])
  })

  it('unwinds, facets, sorts and counts', async () => {
    const [facets] = await run([
      {
        $facet: {
          tags: [{ $unwind: '$tags' }, { $sortByCount: '$tags' }, { $limit: 1 }],
          total: [{ $count: 'n' }],
        },
      },
    ])
    expect(facets).to.deep.equal({ tags: [{ _id: 'all', count: 20 }], total: [{ n: 20 }] })
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
    expect((await failure(run([{ $facet: { a: [{ $out: 'x' }] } }]))).code).to.equal(40600)
    expect((await failure(run([{ $group: { _id: null, x: { $frob: 1 } } }]))).message).to.equal(
      "unknown group operator '$frob'",
    )
  })
})
