import { expect } from 'chai'
import { type Document, ObjectId, type Sort } from 'mongodb'
import { type Opened, openTemporary } from './open.ts'

/** A small generator with a seed (mulberry32), so that a failure can be met again. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

describe('embedded store: random questions', function () {
  this.timeout(60_000)
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
  })
  after(() => opened.close())

  it('get the same answer with indexes and without', async () => {
    for (let seed = 1; seed <= 6; seed++) await compare(opened, generator(seed), seed)
  })
})

async function compare(
  { db }: Opened,
  pick: (below: number) => number,
  seed: number,
): Promise<void> {
  const [plain, indexed] = [db.collection(`plain${seed}`), db.collection(`indexed${seed}`)]
  const one = <T>(values: readonly T[]): T => {
    const value = values[pick(values.length)]
    if (value === undefined && !values.includes(value as never))
      throw new Error('nothing to pick from')
    return value ?? values[0] ?? value ?? fail()
  }
  const scalars = [
    null,
    0,
    1,
    2,
    3,
    -1,
    1.5,
    Number.NaN,
    '',
    'a',
    'ab',
    'b',
    true,
    false,
    new Date(1),
    new Date(2),
    new ObjectId('0'.repeat(24)),
  ]
  const value = (): unknown =>
    pick(4) === 0
      ? Array.from({ length: pick(3) }, () => scalars[pick(scalars.length)])
      : pick(6) === 0
        ? { x: scalars[pick(scalars.length)] }
        : scalars[pick(scalars.length)]
  const paths = ['a', 'b', 'c.x', 'c']
  const documents = Array.from({ length: 120 }, (_, _id) => {
    const document: Document = { _id }
    if (pick(5) > 0) document.a = value()
    if (pick(5) > 0 && !Array.isArray(document.a)) document.b = value()
    else if (pick(3) > 0) document.b = scalars[pick(scalars.length)]
    if (pick(5) > 0)
      document.c = pick(2) ? { x: scalars[pick(scalars.length)] } : scalars[pick(scalars.length)]
    return document
  })
  const indexes = [{ a: 1, b: -1 }, { b: 1 }, { 'c.x': -1, a: 1 }, { c: 1 }]
  for (const key of indexes)
    if (pick(3) > 0) await indexed.createIndex(Object(key), { sparse: pick(4) === 0 })
  for (const collection of [plain, indexed])
    await collection.insertMany(documents.map(each => Object({ ...each })))
  for (const collection of [plain, indexed]) {
    await collection
      .updateMany({ _id: Object({ $lt: 30 }) }, { $set: { 'c.x': 2 } })
      .catch(() => collection.updateMany({ _id: Object({ $lt: 30 }) }, { $set: { b: 2 } }))
  }
  const scalar = () => scalars[pick(scalars.length)]
  const condition = (): unknown => {
    const kinds: (() => unknown)[] = [
      scalar,
      value,
      () => ({ $in: [scalar(), scalar(), value()] }),
      () => ({ $gt: scalar() }),
      () => ({ $gte: scalar(), $lt: scalar() }),
      () => ({ $lte: scalar() }),
      () => ({ $ne: scalar() }),
      () => ({ $exists: pick(2) === 0 }),
      () => /^a/,
      () => ({ $elemMatch: { $gt: scalar() } }),
      () => ({ $not: { $gt: scalar() } }),
    ]
    return one(kinds)()
  }
  const filterOf = (depth: number): Document => {
    if (depth > 0 && pick(4) === 0)
      return { [one(['$or', '$and', '$nor'])]: [filterOf(0), filterOf(0)] }
    return Object.fromEntries(Array.from({ length: 1 + pick(2) }, () => [one(paths), condition()]))
  }
  for (let i = 0; i < 120; i++) {
    const filter = filterOf(1)
    const sort: Sort = { [one(['a', 'b', 'c.x'])]: pick(2) ? 1 : -1, _id: 1 }
    const [skip, limit] = [pick(3) * 2, pick(3) * 5]
    const ask = (collection: typeof plain) =>
      collection.find(filter).sort(sort).skip(skip).limit(limit).toArray()
    const shown = `seed ${seed}, ${JSON.stringify(filter)} ${String(filter.a)} sort ${JSON.stringify(sort)}`
    expect(await ask(indexed), shown).to.deep.equal(await ask(plain))
    expect(await indexed.countDocuments(filter), shown).to.equal(
      (await plain.find(filter).toArray()).length,
    )
  }
  expect(await db.command({ validate: indexed.collectionName })).to.deep.include({
    errors: [],
    valid: true,
  })
}

function fail(): never {
  throw new Error('nothing to pick from')
}
