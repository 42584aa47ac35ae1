import { expect } from 'chai'
import fc from 'fast-check'
import { type Document, type Filter, Long, ObjectId } from 'mongodb'
import { type SortSpec, sortKey } from '../src/sorting.ts'
import { type Opened, openTemporary, type Thing } from './open.ts'

/** Few values that meet often, and now and then one of a rarer type. */
const scalar = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<unknown>(null, 0, 1, 2, 'a') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      ...[true, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Long.fromNumber(2), '', 'b', 'a.b'],
      ...[new Date(1), new Date(2), new ObjectId('0'.repeat(24)), new ObjectId('f'.repeat(24))],
    ),
  },
)
const item = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] })
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: item },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: scalar },
        { weight: 2, arbitrary: item },
        { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
      ),
      { maxLength: 3 },
    ),
  },
)
const documents = fc.array(
  fc.record(
    { a: value, b: scalar, c: value, d: fc.oneof(item, fc.array(item)) },
    { requiredKeys: ['a', 'd'] },
  ),
  { minLength: 12, maxLength: 40, size: 'max' },
)

const range = fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne', '$eq')
const condition: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: value },
  fc.tuple(range, value).map(([operator, limit]) => ({ [operator]: limit })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  {
    weight: 3,
    arbitrary: fc.array(scalar, { minLength: 1, maxLength: 4 }).map(list => ({ $in: list })),
  },
  fc.array(value, { maxLength: 4 }).map(list => ({ $in: list })),
  fc.array(scalar, { maxLength: 2 }).map(list => ({ $nin: list })),
  fc.array(scalar, { minLength: 1, maxLength: 2 }).map(list => ({ $all: list })),
  fc.boolean().map(there => ({ $exists: there })),
  fc.constantFrom(/^a/, /^ab?/, /b/, /^a\.b/, /^(a|b)/, /^a|b/).map(pattern => pattern),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $elemMatch: { $gte: low, $lte: high } })),
  fc.tuple(scalar, scalar).map(([x, y]) => ({ $elemMatch: { x, y: { $gte: y } } })),
  scalar.map(y => ({ $elemMatch: { y } })),
  fc.constant({ $ne: null }),
  fc.tuple(range, scalar).map(([operator, limit]) => ({ $not: { [operator]: limit } })),
  fc.constantFrom({ $size: 1 }, { $size: 2 }, { $type: 'number' }),
)
const direction = fc.constantFrom(1, -1)
const rarely = fc.constantFrom(false, false, false, true)
/** Each round asks of few fields, and sorts as one of its indexes does or does not, so that they meet. */
const round = fc
  .constantFrom(
    ['a'],
    ['a', 'b'],
    ['a', 'c.x'],
    ['d.x', 'd.y'],
    ['d', 'd.x', 'd.y'],
    ['b', 'a', '_id'],
  )
  .chain(paths => {
    const order: fc.Arbitrary<Order> = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...paths), direction),
      { minLength: 1, maxLength: 3, selector: ([name]) => name },
    )
    const index = fc.record({ key: order, sparse: rarely, partial: rarely })
    return fc.record({
      things: documents,
      indexes: fc.array(index, { minLength: 1, maxLength: 3 }),
    })
  })
  .chain(({ things, indexes }) => {
    const question = fc.constantFrom(...indexes).chain(({ key }) => questionOf(key))
    const questions = fc.array(question, { minLength: 16, maxLength: 16 })
    return fc.record({ things: fc.constant(things), indexes: fc.constant(indexes), questions })
  })

type Order = [string, number][]

function questionOf(key: Order) {
  const path = fc.constantFrom(...key.map(([name]) => name))
  const conjunction = fc.array(fc.tuple(path, condition), { maxLength: 2 }).map(Object.fromEntries)
  return fc.record({
    filter: fc.oneof(
      { weight: 2, arbitrary: conjunction },
      { weight: 1, arbitrary: logicOver(conjunction) },
    ),
    sort: fc
      .tuple(fc.nat(key.length), fc.nat(key.length), direction)
      .map(([start, end, way]) =>
        key.slice(start, end + 1).map(([name, own]): Order[number] => [name, own * way]),
      ),
    skip: fc.constantFrom(0, 0, 1, 3),
    limit: fc.constantFrom(0, 0, 2, 6),
  })
}

function logicOver(conjunction: fc.Arbitrary<Document>): fc.Arbitrary<Document> {
  const logic = fc.constantFrom('$or', '$or', '$and', '$nor')
  return fc
    .tuple(logic, fc.array(conjunction, { minLength: 1, maxLength: 3 }), conjunction)
    .map(([operator, branches, rest]) => ({ ...rest, [operator]: branches }))
}

describe('embedded store: planned reads', function () {
  this.timeout(120_000)
  let opened: Opened
  let count = 0

  before(async () => {
    opened = await openTemporary()
  })
  after(() => opened.close())

  it('find what a scan of everything finds, in the same order, whatever the indexes', async () => {
    const property = fc.asyncProperty(round, async ({ things, indexes, questions }) => {
      const [plain, indexed] = [opened.things(`plain${++count}`), opened.things(`indexed${count}`)]
      const numbered = things.map((thing, _id): Thing => ({ _id, ...thing }))
      await plain.insertMany(numbered)
      await indexed.insertMany(numbered.slice(0, 3))
      for (const each of indexes) await makeIndex(indexed, each)
      await insertWhatFits(indexed, plain, numbered.slice(3))
      for (const asked of questions) {
        expect(await answer(indexed, asked)).to.deep.equal(await answer(plain, asked))
      }
      expect(await opened.db.command({ validate: indexed.collectionName })).to.include({
        valid: true,
      })
      await Promise.all([plain.drop(), indexed.drop()])
    })
    await fc.assert(property, { numRuns: Number(process.env.FC_RUNS ?? 80) })
  })
})

type Things = ReturnType<Opened['things']>
type Round = typeof round extends fc.Arbitrary<infer T> ? T : never
type Asked = Round['questions'][number]
type AskedIndex = Round['indexes'][number]

/** All matches, how many, and what stands at each place of the sorted page: ties may come in any order. */
async function answer(things: Things, { filter, sort, skip, limit }: Asked) {
  const where: Filter<Thing> = filter
  const [page, counted, ids] = await Promise.all([
    things.find(where).sort(specOf(sort)).skip(skip).limit(limit).toArray(),
    things.countDocuments(where),
    things.distinct('_id', where),
  ])
  const matches = ids.map(Number).toSorted((a, b) => a - b)
  const found = page.map(({ _id }) => Number(_id))
  expect(new Set(found)).to.have.property('size', found.length)
  expect(matches).to.include.members(found)
  return { counted, matches, places: page.map(document => placeOf(document, sort)) }
}

function specOf(sort: Asked['sort']): SortSpec {
  return sort.map(([path, way]) => [path, way === 1 ? 1 : -1])
}

function placeOf(document: Thing, sort: Asked['sort']) {
  const spec = specOf(sort)
  return sortKey(
    document,
    spec,
    spec.map(([, way]) => way === -1),
  ).toString('hex')
}

/** Documents that an index cannot hold (parallel arrays) are left out of both collections. */
async function insertWhatFits(indexed: Things, plain: Things, things: Thing[]) {
  if (things.length === 0) return
  await indexed.insertMany(things, { ordered: false }).catch(() => undefined)
  const kept = new Set(
    (await indexed.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => Number(_id)),
  )
  await plain.deleteMany({ _id: { $nin: [...kept] } })
}

async function makeIndex(indexed: Things, { key, sparse, partial }: AskedIndex) {
  if (key.length === 1 && key[0]?.[0] === '_id') return
  const options = partial ? { partialFilterExpression: { b: { $exists: true } } } : { sparse }
  await indexed.createIndex(Object.fromEntries(key), options).catch(() => undefined)
}
