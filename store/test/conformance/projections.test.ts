import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, type Opened, open, type Thing } from './open.ts'

const ITEMS = [{ n: 1, s: 'u' }, { n: 2, s: 'v' }, { n: 3 }]
const DOCUMENT = {
  _id: 1,
  b: { c: 2, d: { e: 3, f: 4 } },
  a: 1,
  items: ITEMS,
  deep: [[{ n: 1, m: 2 }], 5, { n: 3, m: 4 }],
}

describe('conformance: projections', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertOne(DOCUMENT)
  })
  after(() => opened.close())

  const shown = (projection: Document, filter: Document = {}) =>
    things.findOne(filter, { projection })

  async function show(table: [Document, Document, Document?][]): Promise<void> {
    for (const [projection, expected, filter] of table) {
      const found = await shown(projection, filter)
      expect(found, JSON.stringify(projection)).to.deep.equal(expected)
      expect(JSON.stringify(found), 'the order of fields').to.equal(JSON.stringify(expected))
    }
  }

  it('show fields or leave them out, in the order of the document', async () => {
    const { b, a, items, deep } = DOCUMENT
    await show([
      [{ a: 1 }, { _id: 1, a: 1 }],
      [
        { a: true, b: 1 },
        { _id: 1, b, a },
      ],
      [{ a: 1, _id: 0 }, { a: 1 }],
      [{ _id: 1 }, { _id: 1 }],
      [{ _id: 0 }, { b, a, items, deep }],
      [
        { items: 0, deep: 0 },
        { _id: 1, b, a },
      ],
      [{ _id: 0, items: 0, deep: 0, b: false }, { a }],
      [{ 'b.c': 1, _id: 0 }, { b: { c: 2 } }],
      [{ b: { d: { e: 1 } }, _id: 0 }, { b: { d: { e: 3 } } }],
      [{ b: { c: 1, d: { f: 1 } }, _id: 0 }, { b: { c: 2, d: { f: 4 } } }],
      [
        { 'b.d.e': 0, items: 0, deep: 0 },
        { _id: 1, b: { c: 2, d: { f: 4 } }, a },
      ],
      [{ 'items.s': 1, _id: 0 }, { items: [{ s: 'u' }, { s: 'v' }, {}] }],
      [
        { 'items.n': 0, b: 0, deep: 0 },
        { _id: 1, a, items: [{ s: 'u' }, { s: 'v' }, {}] },
      ],
      [{ 'deep.n': 1, _id: 0 }, { deep: [[{ n: 1 }], { n: 3 }] }],
      [
        { 'deep.n': 0, b: 0, items: 0 },
        { _id: 1, a, deep: [[{ m: 2 }], 5, { m: 4 }] },
      ],
      [{ 'a.x': 1, 'missing.y': 1 }, { _id: 1 }],
      [{ 'items.0': 1, _id: 0 }, { items: [{}, {}, {}] }],
    ])
  })

  it('show parts of arrays', async () => {
    const rest = { b: 0, deep: 0 }
    await show([
      [
        { items: { $slice: -1 }, ...rest },
        { _id: 1, a: 1, items: [{ n: 3 }] },
      ],
      [
        { items: { $slice: 2 }, ...rest },
        { _id: 1, a: 1, items: ITEMS.slice(0, 2) },
      ],
      [
        { items: { $slice: [1, 1] }, ...rest },
        { _id: 1, a: 1, items: [ITEMS[1]] },
      ],
      [
        { items: { $slice: [-2, 1] }, ...rest },
        { _id: 1, a: 1, items: [ITEMS[1]] },
      ],
      [
        { items: { $slice: [-9, 1] }, ...rest },
        { _id: 1, a: 1, items: [ITEMS[0]] },
      ],
      [
        { items: { $slice: [7, 1] }, ...rest },
        { _id: 1, a: 1, items: [] },
      ],
      [
        { items: { $slice: 1 }, a: 1 },
        { _id: 1, a: 1, items: [ITEMS[0]] },
      ],
      [
        { items: { $slice: 1 }, _id: 1 },
        { _id: 1, items: [ITEMS[0]] },
      ],
      [
        { a: { $slice: 1 }, ...rest },
        { _id: 1, a: 1, items: ITEMS },
      ],
      [{ items: { $elemMatch: { n: { $gt: 1 } } } }, { _id: 1, items: [ITEMS[1]] }],
      [{ items: { $elemMatch: { n: 9 } } }, { _id: 1 }],
      [
        { items: { $elemMatch: { n: 3 } }, a: 1, _id: 0 },
        { a: 1, items: [ITEMS[2]] },
      ],
      [{ 'items.$': 1 }, { _id: 1, items: [ITEMS[1]] }, { 'items.n': 2 }],
      [
        { 'items.$': 1, a: 1, _id: 0 },
        { a: 1, items: [ITEMS[2]] },
        { items: { $elemMatch: { n: 3 } } },
      ],
    ])
  })

  it('compute fields, which come after the others', async () => {
    await show([
      [{ _id: 0, both: ['$a', '$b.c'] }, { both: [1, 2] }],
      [
        { one: { $eq: ['$a', 1] }, a: 1 },
        { _id: 1, a: 1, one: true },
      ],
      [
        { x: '$b.d.e', y: 'text', z: { $literal: 1 } },
        { _id: 1, x: 3, y: 'text', z: 1 },
      ],
      [{ _id: 0, 'b.c': { $ifNull: ['$b.x', 3] } }, { b: { c: 3 } }],
      [{ _id: 0, x: '$items.n', y: '$missing' }, { x: [1, 2, 3] }],
      [{ _id: '$a' }, { _id: 1 }],
    ])
  })

  it('are refused when they make no sense', async () => {
    const refusals: [Document, number, Document?][] = [
      [{ a: 1, b: 0 }, 31254],
      [{ a: 0, b: 1 }, 31253],
      [{ a: 0, x: { $eq: [1, 1] } }, 31252],
      [{ 'a.b': 1, 'a.b.c': 1 }, 31249],
      [{ 'a.b.c': 1, 'a.b': 1 }, 31250],
      [{ 'a.$': 1, 'items.$': 1 }, 31276, { a: 1, 'items.n': 1 }],
      [{ 'items.$': 1, deep: { $elemMatch: { n: 1 } } }, 31255, { 'items.n': 1 }],
      [{ deep: { $elemMatch: { n: 1 } }, 'items.$': 1 }, 31256, { 'items.n': 1 }],
      [{ 'items.$': 1 }, 31277, { a: 1 }],
      [{ 'items.x': { $elemMatch: { n: 1 } } }, 31275],
      [{ items: { $elemMatch: 1 } }, 31274],
      [{ x: { $frob: 1 } }, 31325],
      [{ 'a..b': 1 }, 15998],
      [{ 'a.': 1 }, 40353],
      [{ $a: 1 }, 16410],
      [{ a: {} }, 51270],
    ]
    for (const [projection, code, filter] of refusals) {
      const label = JSON.stringify(projection)
      expect(await codeOf(shown(projection, filter), label), label).to.equal(code)
    }
  })
})
