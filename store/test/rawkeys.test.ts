import { Binary, Decimal128, Double, Int32, Long, ObjectId, serialize, Timestamp } from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import type { Index } from '../src/catalog.ts'
import { rawKeys } from '../src/rawkeys.ts'
import { failure, type Opened, openTemporary, type Thing } from './open.ts'

/** Values that keys are made of, each of which a document may have in any field. */
const VALUES: unknown[] = [
  undefined,
  null,
  0,
  -1.5,
  Number.NaN,
  new Int32(-7),
  new Double(7),
  Long.fromNumber(-(2 ** 40)),
  Long.fromString('9007199254740993'),
  '',
  'é\0a\u0001b😀',
  true,
  new Date(-1),
  new Date(8.64e15),
  new ObjectId('0123456789abcdef01234567'),
  new Timestamp({ t: 1, i: 2 }),
  Decimal128.fromString('1.5'),
  new Binary(Buffer.from('bytes')),
  { nested: 1 },
  [],
  [1, 'a', 1, null],
  [[1], 2],
  [{ nested: 1 }],
  Array.from({ length: 40 }, (_, i) => i),
]

describe('embedded store: keys of documents that are not decoded', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await openTemporary()
    things = opened.things('things')
    await things.createIndexes([
      { key: { a: 1 } },
      { key: { a: -1, b: 1 } },
      { key: { b: -1 }, sparse: true },
      { key: { u: 1 }, unique: true, sparse: true },
    ])
  })
  afterEach(async () => {
    const { valid, errors } = await opened.db.command({ validate: 'things' })
    expect({ valid, errors }).to.deep.equal({ valid: true, errors: [] })
    await things.deleteMany({})
  })
  after(() => opened.close())

  it('are those that a decoded document has, whatever it holds', async () => {
    const rows: Thing[] = VALUES.flatMap((a, i) =>
      VALUES.map((b, j): Thing => ({ _id: i * 100 + j, ...given('a', a), ...given('b', b) })),
    ).filter(({ a, b }) => !(Array.isArray(a) && Array.isArray(b)))
    await things.insertMany(rows)
    expect(await things.countDocuments()).to.equal(rows.length)
    for (const hint of ['a_1', 'a_-1_b_1'])
      expect(await things.find().hint(hint).toArray(), hint).to.have.length(rows.length)
  })

  it('hold what an `_id` of each kind is', async () => {
    const ids = [1.5, 'text', new ObjectId(), new Date(5), Long.fromNumber(2 ** 50), true, { a: 1 }]
    for (const _id of ids) await things.insertOne(Object({ _id, a: 1 }))
    for (const _id of ids)
      expect(await things.findOne(Object({ _id })), String(_id)).to.not.equal(null)
  })

  it('leave nothing of a document that is refused', async () => {
    await things.insertOne({ _id: 1, a: 1, u: 1 })
    for (const refused of [
      { _id: 1, a: 2, u: 2 },
      { _id: 2, a: [3, 4], u: 1 },
    ])
      expect(await failure(things.insertOne(refused))).to.include({ code: 11000 })
    expect(await failure(things.insertOne({ _id: 3, a: 'x'.repeat(3000), u: 3 }))).to.include({
      code: 17280,
    })
    expect(await failure(things.insertOne({ _id: 4, a: [1], b: [2] }))).to.include({ code: 171 })
    expect(await things.find().toArray()).to.deep.equal([{ _id: 1, a: 1, u: 1 }])
  })

  it('refuse one document of a bulk alone', async () => {
    const rows = [7, 8, 7, 9].map((u, _id) => ({ _id, u }))
    await failure(things.insertMany(rows, { ordered: false }))
    expect(await things.distinct('u')).to.deep.equal([7, 8, 9])
  })

  it('are not read from a document that is not stored as it came', () => {
    const indexes = [index('_id'), index('a')]
    const of = (document: Document) => rawKeys(indexes, Buffer.from(serialize(document)))
    expect(of({ _id: 1, a: 1 })?.entries).to.have.length(1)
    expect(of({ a: 1, _id: 1 })).to.equal(undefined)
    expect(of({ a: 1 })).to.equal(undefined)
    expect(of({ _id: 1, at: new Timestamp({ t: 0, i: 0 }) })).to.equal(undefined)
    expect(rawKeys([index('_id'), index('a.b')], Buffer.from(serialize({ _id: 1 })))).to.equal(
      undefined,
    )
  })
})

function given(name: string, value: unknown): Document {
  return value === undefined ? {} : { [name]: value }
}

function index(path: string): Index {
  return Object.assign(Object.create(null), {
    name: path,
    fields: [[path, 1]],
    descending: [false],
    unique: false,
    sparse: false,
    multikey: [],
    ownKeys: false,
  })
}
