import { Double, Int32, Long } from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, decoded, type Opened, open, type Thing } from './open.ts'

describe('conformance: stages', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertMany([
      { _id: 1, k: new Int32(1), n: new Int32(5), tags: ['a', 'b'], at: { x: 1 } },
      { _id: 2, k: new Double(1), n: new Int32(6), tags: [] },
      { _id: 3, k: Long.ONE, n: new Double(0.5), tags: 'c' },
      { _id: 4, k: null, n: Long.fromString('9007199254740993') },
      { _id: 5, n: 'text', tags: null },
    ])
  })
  after(() => opened.close())

  const run = (pipeline: unknown[], collection = 'things') =>
    opened.things(collection).aggregate(pipeline.map(Object)).toArray()
  async function typedRun(pipeline: unknown[]): Promise<Document[]> {
    return (await things.aggregate(pipeline.map(Object), { raw: true }).toArray()).map(decoded)
  }

  it('$group takes equal numbers for one, and a missing value for null', async () => {
    const groups = await typedRun([
      { $group: { _id: '$k', ids: { $push: '$_id' }, sum: { $sum: '$n' }, n: { $count: {} } } },
      { $sort: { n: -1 } },
    ])
    expect(groups.map(({ ids }) => ids.map(Number).sort())).to.deep.equal([
      [1, 2, 3],
      [4, 5],
    ])
    expect(groups.map(({ n }) => n)).to.deep.equal([new Int32(3), new Int32(2)])
    expect(groups.map(({ sum }) => sum)).to.deep.equal([
      new Double(11.5),
      Long.fromString('9007199254740993'),
    ])
    const compound = await run([
      { $group: { _id: { a: '$at.x', b: '$missing' }, n: { $sum: 1 } } },
      { $sort: { n: 1 } },
    ])
    expect(compound).to.deep.equal([
      { _id: { a: 1 }, n: 1 },
      { _id: {}, n: 4 },
    ])
  })

  it('$group accumulates as MongoDB does', async () => {
    const [group] = await typedRun([
      { $sort: { _id: 1 } },
      { $match: { _id: { $lt: 4 } } },
      {
        $group: {
          _id: null,
          avg: { $avg: '$n' },
          min: { $min: '$n' },
          max: { $max: '$n' },
          first: { $first: '$n' },
          last: { $last: '$tags' },
          missing: { $first: '$missing' },
          none: { $sum: '$missing' },
          noAverage: { $avg: '$tags' },
          pushed: { $push: '$at' },
          set: { $addToSet: '$k' },
          twos: { $sum: 2 },
        },
      },
    ])
    expect(group).to.deep.equal({
      _id: null,
      avg: new Double(11.5 / 3),
      min: new Double(0.5),
      max: new Int32(6),
      first: new Int32(5),
      last: 'c',
      missing: null,
      none: new Int32(0),
      noAverage: null,
      pushed: [{ x: new Int32(1) }],
      set: [new Int32(1)],
      twos: new Int32(6),
    })
    expect(
      await run([{ $match: { _id: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }]),
    ).to.deep.equal([])
  })

  it('$unwind takes arrays apart and leaves what is none', async () => {
    const shown = [{ $project: { tags: 1 } }, { $sort: { _id: 1 } }]
    expect(await run([{ $unwind: '$tags' }, ...shown])).to.deep.equal([
      { _id: 1, tags: 'a' },
      { _id: 1, tags: 'b' },
      { _id: 3, tags: 'c' },
    ])
    const options = { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' }
    expect(
      await run([
        { $unwind: options },
        { $project: { tags: 1, i: 1 } },
        { $sort: { _id: 1, i: 1 } },
      ]),
    ).to.deep.equal([
      { _id: 1, tags: 'a', i: 0 },
      { _id: 1, tags: 'b', i: 1 },
      { _id: 2, i: null },
      { _id: 3, tags: 'c', i: null },
      { _id: 4, i: null },
      { _id: 5, tags: null, i: null },
    ])
    expect(
      await run([
        { $match: { _id: 1 } },
        { $project: { d: { tags: '$tags' } } },
        { $unwind: '$d.tags' },
      ]),
    ).to.deep.equal([
      { _id: 1, d: { tags: 'a' } },
      { _id: 1, d: { tags: 'b' } },
    ])
  })

  it('$project, $addFields and $unset shape documents', async () => {
    const one = { $match: { _id: 1 } }
    const shapes: [Document, Document][] = [
      [{ $project: { n: 1 } }, { _id: 1, n: 5 }],
      [{ $project: { _id: 0, 'at.x': 1 } }, { at: { x: 1 } }],
      [{ $project: { _id: 0, a: '$n', b: { c: ['$n', 1] } } }, { a: 5, b: { c: [5, 1] } }],
      [{ $project: { k: 0, n: 0, at: 0 } }, { _id: 1, tags: ['a', 'b'] }],
      [{ $project: { _id: 0, k: { $cond: [false, 1, '$$REMOVE'] }, n: 1 } }, { n: 5 }],
      [{ $unset: ['k', 'n', 'at.x'] }, { _id: 1, tags: ['a', 'b'], at: {} }],
      [
        { $addFields: { n: 6, 'at.y': '$n', k: '$$REMOVE' } },
        { _id: 1, n: 6, tags: ['a', 'b'], at: { x: 1, y: 5 } },
      ],
      [
        { $set: { at: 1, tags: { z: 1 } } },
        { _id: 1, k: 1, n: 5, tags: [{ z: 1 }, { z: 1 }], at: 1 },
      ],
      [{ $replaceRoot: { newRoot: '$at' } }, { x: 1 }],
      [{ $replaceWith: { z: 1, x: '$at.x' } }, { z: 1, x: 1 }],
    ]
    for (const [stage, expected] of shapes) {
      const [found] = await run([one, stage])
      expect(found, JSON.stringify(stage)).to.deep.equal(expected)
      expect(JSON.stringify(found), 'the order of fields').to.equal(JSON.stringify(expected))
    }
  })

  it('are refused with MongoDB’s codes, whether or not there is a document', async () => {
    const refusals: [Document, number][] = [
      [{ $frob: 1 }, 40324],
      [{ $match: {}, $limit: 1 }, 40323],
      [{}, 40323],
      [{ $match: 5 }, 15959],
      [{ $match: { a: { $frob: 1 } } }, 2],
      [{ $limit: 0 }, 15958],
      [{ $limit: -1 }, 5107201],
      [{ $limit: 'x' }, 5107201],
      [{ $skip: -1 }, 5107200],
      [{ $sort: {} }, 15976],
      [{ $sort: 5 }, 15973],
      [{ $group: {} }, 15955],
      [{ $group: 5 }, 15947],
      [{ $group: { _id: 1, x: { $frob: 1 } } }, 15952],
      [{ $group: { _id: 1, x: 1 } }, 40234],
      [{ $group: { _id: 1, x: { $sum: 1, $avg: 1 } } }, 40238],
      [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
      [{ $project: {} }, 51272],
      [{ $project: 5 }, 15969],
      [{ $project: { a: 1, b: 0 } }, 31254],
      [{ $project: { a: 0, b: 1 } }, 31253],
      [{ $project: { a: { $frob: 1 } } }, 31325],
      [{ $project: { 'a.$': 1 } }, 31324],
      [{ $addFields: 5 }, 40272],
      [{ $addFields: { a: { $frob: 1 } } }, 168],
      [{ $unset: 5 }, 31002],
      [{ $unwind: 'a' }, 28818],
      [{ $unwind: { path: '$a', frob: 1 } }, 28811],
      [{ $count: 5 }, 40156],
      [{ $count: '' }, 40157],
      [{ $count: '$a' }, 40158],
      [{ $count: 'a.b' }, 40160],
      [{ $changeStream: {} }, 40573],
    ]
    for (const collection of ['things', 'nowhere'])
      for (const [stage, code] of refusals) {
        const label = JSON.stringify(stage)
        expect(await codeOf(run([stage], collection), label), label).to.equal(code)
      }
    expect(await codeOf(run([{ $replaceRoot: { newRoot: '$n' } }]))).to.equal(40228)
  })
})
