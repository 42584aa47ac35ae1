import { expect } from 'chai'
import type { Document, Filter, Sort } from 'mongodb'
import { costOf, type Opened, openTemporary, type Thing } from './open.ts'

describe('embedded store: planner', () => {
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
    const things = opened.things('things')
    await things.createIndex({ kind: 1, at: -1 })
    await things.createIndex({ place: 1, at: -1 })
    await things.createIndex({ tags: 1 })
    await things.createIndex({ scores: 1 })
    await things.createIndex({ 'slots.room': 1, 'slots.hour': 1 })
    await things.createIndex({ leftAt: 1 }, { sparse: true })
    await things.insertMany(Array.from({ length: 300 }, (_, n) => thing(n)))
  })
  after(() => opened.close())

  it('reads what an $elemMatch asks of one element by both of its fields', async () => {
    const cost = await ask({ slots: { $elemMatch: { room: 'r3', hour: { $gte: 8 } } } })
    expect(cost).to.deep.include({ index: 'slots.room_1_slots.hour_1' })
    expect(cost.keys).to.be.at.most(cost.n + 1)
    const apart = await ask({ 'slots.room': 'r3', 'slots.hour': { $gte: 8 } })
    expect(apart.n, 'two elements may meet it together').to.be.above(cost.n)
  })

  it('reads between the limits that an $elemMatch sets to one element', async () => {
    const between = await ask({ scores: { $elemMatch: { $gte: 100, $lt: 103 } } })
    expect(between).to.deep.equal({ index: 'scores_1', keys: 3, documents: 3, n: 3 })
    const either = await ask({ scores: { $gte: 100, $lt: 103 } })
    expect(either.n, 'two elements may meet it together').to.be.above(3)
  })

  it('finds what there is, what is missing, and arrays as a whole', async () => {
    expect(await ask({ leftAt: { $exists: true } })).to.deep.equal(read('leftAt_1', 10))
    expect(await ask({ leftAt: { $ne: null } })).to.deep.include({ index: 'leftAt_1', keys: 10 })
    expect(await ask({ kind: { $exists: false } })).to.deep.equal(read('kind_1_at_-1', 10))
    expect(await ask({ tags: ['t7', 'even'] })).to.deep.include({ index: 'tags_1', n: 10 })
    expect((await ask({ tags: { $all: ['t7', 'odd'] } })).keys).to.be.at.most(30)
  })

  it('sorts by a field that has several values asked, one range after the other', async () => {
    const found = await opened
      .things('things')
      .find({ kind: { $in: ['k2', 'k1'] } })
      .sort({ kind: 1, at: 1 })
      .toArray()
    expect(found.map(({ kind }) => kind)).to.deep.equal([
      ...Array(50).fill('k1'),
      ...Array(50).fill('k2'),
    ])
    const least = await opened
      .things('things')
      .find({ kind: { $in: ['k2', 'k1'] } })
      .sort({ kind: -1 })
      .limit(1)
      .next()
    expect(least).to.include({ kind: 'k2' })
  })

  it('merges the branches of an $or in the order of the sort, so that a limit stops it', async () => {
    const filter = { $or: [{ kind: 'k1' }, { place: 'p2' }] }
    const cost = await ask(filter, { at: -1 }, 5)
    expect(cost.keys).to.be.at.most(12)
    const all = await opened.things('things').find(filter).toArray()
    const newest = all.map(({ at }) => Number(at)).toSorted((a, b) => b - a)
    const page = await opened.things('things').find(filter).sort({ at: -1 }).limit(5).toArray()
    expect(page.map(({ at }) => Number(at))).to.deep.equal(newest.slice(0, 5))
  })

  it('counts without reading a document where the index says it all', async () => {
    const { executionStats, queryPlanner } = await opened.db.command({
      explain: { count: 'things', query: { kind: 'k1', at: { $gte: new Date(50) } } },
    })
    expect(executionStats).to.deep.include({ totalDocsExamined: 0, nReturned: 41 })
    expect(queryPlanner.winningPlan).to.deep.include({ stage: 'COUNT' })
  })

  async function ask(filter: Filter<Thing>, sort: Sort = {}, limit = 0) {
    const cursor = opened.things('things').find(filter).sort(sort).limit(limit)
    return costOf(await cursor.explain())
  }
})

function thing(n: number): Document {
  const missing = n % 30 === 0
  return {
    _id: n,
    ...(missing ? {} : { kind: `k${n % 6}` }),
    place: `p${n % 7}`,
    at: new Date(n),
    scores: [n, n - 1000],
    tags: [`t${n % 30}`, n % 2 === 0 ? 'odd' : 'even'],
    slots: [
      { room: `r${n % 5}`, hour: n % 10 },
      { room: `r${(n + 1) % 5}`, hour: 9 },
    ],
    ...(missing && { leftAt: new Date(n) }),
  }
}

const read = (index: string, n: number) => ({ index, keys: n, documents: n, n })
