import { Decimal128, Double, Int32, Long, Timestamp } from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, type Opened, open, type Thing, typed } from './open.ts'

interface Case {
  before?: Document
  filter?: Document
  update: Document | Document[]
  arrayFilters?: Document[]
}

describe('conformance: update operators', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
  })
  after(() => opened.close())

  async function apply({ before = {}, filter = {}, update, arrayFilters }: Case): Promise<void> {
    await things.deleteMany({})
    await things.insertOne({ _id: 1, ...before })
    await things.updateOne({ _id: 1, ...filter }, update, arrayFilters ? { arrayFilters } : {})
  }

  /** Each case makes the document after it, whose fields come in that order. */
  async function make(table: [Case, Document][]): Promise<void> {
    for (const [each, after] of table) {
      await apply(each)
      const found: Document = (await things.findOne({}, { projection: { _id: 0 } })) ?? {}
      expect(found, JSON.stringify(each)).to.deep.equal(after)
      expect(JSON.stringify(found), 'the order of fields').to.equal(JSON.stringify(after))
    }
  }

  async function refuse(table: [Case, number][]): Promise<void> {
    for (const [each, code] of table) {
      const label = JSON.stringify(each)
      expect(await codeOf(apply(each), label), label).to.equal(code)
      const found = await things.findOne({})
      expect(found, label).to.deep.equal({ _id: 1, ...each.before })
    }
  }

  it('$set, $unset and $rename put fields where MongoDB puts them', async () => {
    await make([
      [
        { before: { a: 1, b: 2 }, update: { $set: { a: 3 } } },
        { a: 3, b: 2 },
      ],
      [{ update: { $set: { z: 1, b: 2, 'm.y': 3, 'm.c': 4 } } }, { b: 2, m: { c: 4, y: 3 }, z: 1 }],
      [{ update: { $set: { z: 1 }, $inc: { a: 1 }, $push: { m: 1 } } }, { a: 1, m: [1], z: 1 }],
      [{ before: { a: {} }, update: { $set: { 'a.0': 'x', 'a.b': 1 } } }, { a: { 0: 'x', b: 1 } }],
      [{ update: { $set: { 'a.0.b': 1 } } }, { a: { 0: { b: 1 } } }],
      [{ before: { a: [] }, update: { $set: { 'a.2': 1 } } }, { a: [null, null, 1] }],
      [{ before: { a: [1] }, update: { $set: { 'a.1.b': 1 } } }, { a: [1, { b: 1 }] }],
      [
        { before: { a: [{ b: [1, 2] }] }, update: { $set: { 'a.0.b.1': 9 } } },
        { a: [{ b: [1, 9] }] },
      ],
      [{ before: { a: [1, 2, 3] }, update: { $unset: { 'a.1': '' } } }, { a: [1, null, 3] }],
      [{ before: { a: [1] }, update: { $unset: { 'a.7': '', 'b.c': '' } } }, { a: [1] }],
      [{ before: { a: 1 }, update: { $unset: { 'a.b': '' } } }, { a: 1 }],
      [{ before: { a: { b: 1 } }, update: { $unset: { 'a.b': '' } } }, { a: {} }],
      [
        { before: { a: 1, b: 2 }, update: { $rename: { a: 'c' } } },
        { b: 2, c: 1 },
      ],
      [{ before: { a: 1, b: 2 }, update: { $rename: { a: 'b' } } }, { b: 1 }],
      [{ before: { b: 2 }, update: { $rename: { a: 'b' } } }, { b: 2 }],
      [
        { before: { a: { b: 1 } }, update: { $rename: { 'a.b': 'c.d' } } },
        { a: {}, c: { d: 1 } },
      ],
      [{ before: { a: 1 }, update: { $set: {} } }, { a: 1 }],
      [{ before: { a: 1 }, update: { $setOnInsert: { b: 1 } } }, { a: 1 }],
      [
        { before: { a: [{ x: 1 }, { x: 2 }] }, update: { $set: { 'a.$[].x': 0 } } },
        { a: [{ x: 0 }, { x: 0 }] },
      ],
    ])
  })

  it('$min and $max compare across types', async () => {
    await make([
      [
        { before: { a: 3 }, update: { $min: { a: 2, b: 5 } } },
        { a: 2, b: 5 },
      ],
      [
        { before: { a: 3 }, update: { $max: { a: 2, b: 5 } } },
        { a: 3, b: 5 },
      ],
      [{ before: { a: 3 }, update: { $max: { a: 'text' } } }, { a: 'text' }],
      [{ before: { a: 3 }, update: { $min: { a: 'text' } } }, { a: 3 }],
      [{ before: { a: 3 }, update: { $min: { a: null } } }, { a: null }],
      [{ before: { a: null }, update: { $max: { a: 0 } } }, { a: 0 }],
      [{ before: { a: { b: 1 } }, update: { $max: { a: [0] } } }, { a: [0] }],
    ])
  })

  it('$inc and $mul keep or widen number types', async () => {
    const cases: [unknown, 'inc' | 'mul', unknown, unknown][] = [
      [new Int32(1), 'inc', new Int32(2), new Int32(3)],
      [new Int32(1), 'inc', Long.fromNumber(2), Long.fromNumber(3)],
      [new Int32(1), 'inc', new Double(2), new Double(3)],
      [new Int32(2147483647), 'inc', new Int32(1), Long.fromNumber(2147483648)],
      [Long.fromNumber(1), 'inc', new Int32(1), Long.fromNumber(2)],
      [new Double(1), 'inc', new Int32(1), new Double(2)],
      [
        Long.fromString('9007199254740993'),
        'inc',
        new Int32(1),
        Long.fromString('9007199254740994'),
      ],
      [new Int32(65536), 'mul', new Int32(65536), Long.fromString('4294967296')],
      [new Int32(3), 'mul', new Double(0.5), new Double(1.5)],
      [Long.fromNumber(3), 'mul', new Int32(2), Long.fromNumber(6)],
      [undefined, 'inc', Long.fromNumber(2), Long.fromNumber(2)],
      [undefined, 'mul', new Int32(2), new Int32(0)],
      [undefined, 'mul', Long.fromNumber(2), Long.ZERO],
      [undefined, 'mul', new Double(2), new Double(0)],
    ]
    for (const [a, operator, by, after] of cases) {
      await apply({ before: a === undefined ? {} : { a }, update: { [`$${operator}`]: { a: by } } })
      expect((await typed(things)).a, `${String(a)} ${operator} ${String(by)}`).to.deep.equal(after)
    }
  })

  it('$bit works on 32 and 64 bits', async () => {
    const cases: [unknown, Document, unknown][] = [
      [new Int32(5), { and: new Int32(4) }, new Int32(4)],
      [new Int32(5), { or: new Int32(2) }, new Int32(7)],
      [new Int32(5), { xor: new Int32(1) }, new Int32(4)],
      [new Int32(5), { and: new Int32(4), or: new Int32(3) }, new Int32(7)],
      [new Int32(5), { or: Long.fromNumber(2) }, Long.fromNumber(7)],
      [
        Long.fromString('9007199254740993'),
        { or: new Int32(2) },
        Long.fromString('9007199254740995'),
      ],
      [undefined, { or: new Int32(2) }, new Int32(2)],
      [new Int32(5), { and: new Int32(-2) }, new Int32(4)],
    ]
    for (const [a, bit, after] of cases) {
      await apply({ before: a === undefined ? {} : { a }, update: { $bit: { a: bit } } })
      expect((await typed(things)).a, JSON.stringify(bit)).to.deep.equal(after)
    }
  })

  it('$currentDate sets a date or a timestamp', async () => {
    const $currentDate = { a: true, b: { $type: 'date' }, c: { $type: 'timestamp' }, 'd.e': true }
    await apply({ before: { a: 'old' }, update: { $currentDate } })
    const { a, b, c, d } = await typed(things)
    for (const date of [a, b, d.e]) expect(Math.abs(date - Date.now())).to.be.below(60_000)
    expect(c).to.be.instanceOf(Timestamp)
    expect(Math.abs(c.t * 1000 - Date.now())).to.be.below(60_000)
  })

  it('$push adds one or several, at a place, sorted and cut', async () => {
    const push = (a: unknown[] | undefined, modifiers: unknown): Case => ({
      before: a ? { a } : {},
      update: { $push: { a: modifiers } },
    })
    await make([
      [push(undefined, 1), { a: [1] }],
      [push([1], [2, 3]), { a: [1, [2, 3]] }],
      [push([1], { $each: [2, 3] }), { a: [1, 2, 3] }],
      [push(undefined, { $each: [] }), { a: [] }],
      [push([1, 2], { $each: [9], $position: 0 }), { a: [9, 1, 2] }],
      [push([1, 2, 3], { $each: [8, 9], $position: -1 }), { a: [1, 2, 8, 9, 3] }],
      [push([1, 2], { $each: [9], $position: -5 }), { a: [9, 1, 2] }],
      [push([1, 2], { $each: [9], $position: 7 }), { a: [1, 2, 9] }],
      [push([1, 2, 3], { $each: [4], $slice: -2 }), { a: [3, 4] }],
      [push([1, 2, 3], { $each: [4], $slice: 2 }), { a: [1, 2] }],
      [push([1, 2], { $each: [3], $slice: 0 }), { a: [] }],
      [push([1, 2], { $each: [3], $slice: 9 }), { a: [1, 2, 3] }],
      [push([3, 1], { $each: [2], $sort: 1 }), { a: [1, 2, 3] }],
      [push([3, 'x', null], { $each: [2], $sort: -1 }), { a: ['x', 3, 2, null] }],
      [push([3, 2], { $each: [5, 1], $sort: -1, $slice: 3 }), { a: [5, 3, 2] }],
      [
        push([{ n: 2, m: 1 }, { n: 1 }], { $each: [{ n: 2, m: 0 }], $sort: { n: -1, m: 1 } }),
        { a: [{ n: 2, m: 0 }, { n: 2, m: 1 }, { n: 1 }] },
      ],
      [
        push([{ k: { n: 2 } }], { $each: [{ k: { n: 1 } }, {}], $sort: { 'k.n': 1 } }),
        { a: [{}, { k: { n: 1 } }, { k: { n: 2 } }] },
      ],
    ])
  })

  it('$addToSet, $pop, $pull and $pullAll change arrays by value', async () => {
    await make([
      [{ before: { a: [1] }, update: { $addToSet: { a: 1 } } }, { a: [1] }],
      [{ before: { a: [1] }, update: { $addToSet: { a: { $each: [1, 2, 2] } } } }, { a: [1, 2] }],
      [{ before: { a: [1] }, update: { $addToSet: { a: [1] } } }, { a: [1, [1]] }],
      [{ update: { $addToSet: { a: { $each: [] } } } }, { a: [] }],
      [
        { before: { a: [{ n: 1, m: 2 }] }, update: { $addToSet: { a: { m: 2, n: 1 } } } },
        {
          a: [
            { n: 1, m: 2 },
            { m: 2, n: 1 },
          ],
        },
      ],
      [{ before: { a: [1, 2] }, update: { $pop: { a: 1 } } }, { a: [1] }],
      [{ before: { a: [1, 2] }, update: { $pop: { a: -1 } } }, { a: [2] }],
      [{ before: { a: [] }, update: { $pop: { a: 1 } } }, { a: [] }],
      [{ update: { $pop: { a: 1 } } }, {}],
      [{ before: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } } }, { a: [1] }],
      [{ before: { a: [1, 5, 9] }, update: { $pull: { a: { $in: [1, 9] } } } }, { a: [5] }],
      [{ before: { a: ['x', 'yx', 5] }, update: { $pull: { a: /^x/ } } }, { a: ['yx', 5] }],
      [{ before: { a: ['x', 'yx', 5] }, update: { $pull: { a: { $not: /^x/ } } } }, { a: ['x'] }],
      [{ before: { a: [1, null, 0] }, update: { $pull: { a: null } } }, { a: [1, 0] }],
      [{ before: { a: [1, [1], 2] }, update: { $pull: { a: [1] } } }, { a: [1, 2] }],
      [
        { before: { a: [{ n: 1, s: 'x' }, { n: 2 }, 1] }, update: { $pull: { a: { n: 1 } } } },
        { a: [{ n: 2 }, 1] },
      ],
      [
        { before: { a: [{ n: 1 }, { n: 5 }, {}] }, update: { $pull: { a: { n: { $lt: 3 } } } } },
        { a: [{ n: 5 }, {}] },
      ],
      [
        {
          before: { a: [{ n: 1 }, { n: 2 }, { n: 3 }] },
          update: { $pull: { a: { $or: [{ n: 1 }, { n: 3 }] } } },
        },
        { a: [{ n: 2 }] },
      ],
      [
        {
          before: { a: [{ b: [{ c: 1 }] }, { b: [{ c: 2 }] }] },
          update: { $pull: { a: { b: { $elemMatch: { c: 1 } } } } },
        },
        { a: [{ b: [{ c: 2 }] }] },
      ],
      [
        { before: { a: [{ b: [1, 2] }, { b: [2] }] }, update: { $pull: { 'a.$[].b': 2 } } },
        { a: [{ b: [1] }, { b: [] }] },
      ],
      [{ update: { $pull: { a: 1 } } }, {}],
      [{ before: { a: [1, 2, 1, 3] }, update: { $pullAll: { a: [1, 3] } } }, { a: [2] }],
      [
        { before: { a: [{ n: 1 }] }, update: { $pullAll: { a: [{ n: 1, m: 1 }] } } },
        { a: [{ n: 1 }] },
      ],
    ])
  })

  it('reach elements by the filter, all of them, or by array filters', async () => {
    const items = [{ n: 1 }, { n: 2 }, { n: 3 }]
    const grades = [
      { g: [80, 90], k: 'a' },
      { g: [70, 95], k: 'b' },
    ]
    await make([
      [
        { before: { items }, filter: { 'items.n': 2 }, update: { $set: { 'items.$.ok': 1 } } },
        { items: [{ n: 1 }, { n: 2, ok: 1 }, { n: 3 }] },
      ],
      [
        {
          before: { items },
          filter: { items: { $elemMatch: { n: { $gt: 1 } } } },
          update: { $unset: { 'items.$': 1 } },
        },
        { items: [{ n: 1 }, null, { n: 3 }] },
      ],
      [
        { before: { a: [1, 5, 9] }, filter: { a: { $gt: 4 } }, update: { $inc: { 'a.$': 1 } } },
        { a: [1, 6, 9] },
      ],
      [
        {
          before: { a: [1, 5] },
          filter: { $or: [{ a: 7 }, { a: 5 }] },
          update: { $set: { 'a.$': 0 } },
        },
        { a: [1, 0] },
      ],
      [
        { before: { a: [1, 5] }, filter: { $and: [{ a: 5 }] }, update: { $set: { 'a.$': 0 } } },
        { a: [1, 0] },
      ],
      [
        { before: { items }, update: { $inc: { 'items.$[].n': 1 } } },
        { items: [{ n: 2 }, { n: 3 }, { n: 4 }] },
      ],
      [{ before: { a: [] }, update: { $set: { 'a.$[]': 1 } } }, { a: [] }],
      [
        {
          before: { items },
          update: { $set: { 'items.$[x].n': 0 } },
          arrayFilters: [{ 'x.n': { $gte: 2 } }],
        },
        { items: [{ n: 1 }, { n: 0 }, { n: 0 }] },
      ],
      [
        {
          before: { a: [1, 5, 9] },
          update: { $mul: { 'a.$[x]': 2 } },
          arrayFilters: [{ x: { $gt: 1, $lt: 9 } }],
        },
        { a: [1, 10, 9] },
      ],
      [
        {
          before: { a: [1, 5, 9] },
          update: { $set: { 'a.$[x]': 0 } },
          arrayFilters: [{ $or: [{ x: 1 }, { x: 9 }] }],
        },
        { a: [0, 5, 0] },
      ],
      [
        { before: { a: [1, 5] }, update: { $set: { 'a.$[x]': 0 } }, arrayFilters: [{ x: 7 }] },
        { a: [1, 5] },
      ],
      [
        {
          before: { grades },
          update: { $inc: { 'grades.$[who].g.$[high]': 1 } },
          arrayFilters: [{ 'who.k': 'b' }, { high: { $gt: 80 } }],
        },
        { grades: [grades[0], { g: [70, 96], k: 'b' }] },
      ],
      [
        {
          before: { grades },
          update: { $push: { 'grades.$[].g': 1 }, $set: { 'grades.$[w].k': 'z' } },
          arrayFilters: [{ 'w.k': 'a' }],
        },
        {
          grades: [
            { g: [80, 90, 1], k: 'z' },
            { g: [70, 95, 1], k: 'b' },
          ],
        },
      ],
    ])
  })

  it('resolve positions once, by the document as it was found', async () => {
    const items = [
      { n: 1, ok: 0 },
      { n: 2, ok: 0 },
    ]
    const after = [
      { n: 1, ok: 0 },
      { n: 9, ok: 1 },
    ]
    await make([
      [
        {
          before: { items },
          filter: { 'items.n': 2 },
          update: { $set: { 'items.$.n': 9, 'items.$.ok': 1 } },
        },
        { items: after },
      ],
      [
        {
          before: { items },
          update: { $set: { 'items.$[x].n': 9, 'items.$[x].ok': 1 } },
          arrayFilters: [{ 'x.n': 2 }],
        },
        { items: after },
      ],
    ])
  })

  it('compute a new document by a pipeline', async () => {
    await make([
      [
        {
          before: { a: 1, b: 2 },
          update: [{ $set: { both: ['$a', '$b'] } }, { $unset: 'b' }],
        },
        { a: 1, both: [1, 2] },
      ],
      [{ before: { a: 1 }, update: [{ $replaceWith: { b: '$a' } }] }, { b: 1 }],
      [{ before: { a: 1, b: 2 }, update: [{ $project: { b: 1 } }] }, { b: 2 }],
      [
        { before: { a: 'x' }, update: [{ $addFields: { 'c.d': '$a', e: '$missing' } }] },
        { a: 'x', c: { d: 'x' } },
      ],
    ])
  })

  it('are refused with MongoDB’s codes, and then change nothing', async () => {
    const a = 'text'
    await refuse([
      [{ before: { a }, update: { $inc: { a: 1 } } }, 14],
      [{ before: { a: null }, update: { $inc: { a: 1 } } }, 14],
      [{ update: { $inc: { a: 'x' } } }, 14],
      [{ update: { $mul: { a: 'x' } } }, 14],
      [{ before: { a }, update: { $push: { a: 1 } } }, 2],
      [{ update: { $push: { a: { $each: 1 } } } }, 2],
      [{ update: { $push: { a: { $each: [1], $frob: 1 } } } }, 2],
      [{ update: { $push: { a: { $each: [1], $slice: 'x' } } } }, 2],
      [{ update: { $push: { a: { $each: [1], $position: 1.5 } } } }, 2],
      [{ update: { $push: { a: { $each: [1], $sort: 2 } } } }, 2],
      [{ before: { a }, update: { $addToSet: { a: 1 } } }, 2],
      [{ update: { $addToSet: { a: { $each: 1 } } } }, 14],
      [{ before: { a }, update: { $pop: { a: 1 } } }, 14],
      [{ before: { a: [1] }, update: { $pop: { a: 2 } } }, 9],
      [{ before: { a: [1] }, update: { $pop: { a: 'x' } } }, 9],
      [{ before: { a }, update: { $pull: { a: 1 } } }, 2],
      [{ before: { a }, update: { $pullAll: { a: [1] } } }, 2],
      [{ before: { a: [1] }, update: { $pullAll: { a: 1 } } }, 2],
      [{ before: { a: 1.5 }, update: { $bit: { a: { and: 1 } } } }, 2],
      [{ before: { a: 1 }, update: { $bit: { a: { and: 1.5 } } } }, 2],
      [{ before: { a: 1 }, update: { $bit: { a: { frob: 1 } } } }, 2],
      [{ before: { a: 1 }, update: { $bit: { a: {} } } }, 2],
      [{ before: { a: 1 }, update: { $bit: { a: 1 } } }, 2],
      [{ update: { $currentDate: { a: 'x' } } }, 2],
      [{ update: { $currentDate: { a: { $type: 'x' } } } }, 2],
      [{ update: { $currentDate: { a: { $frob: 1 } } } }, 2],
      [{ update: { $set: { _id: 2 } } }, 66],
      [{ update: { $unset: { _id: 1 } } }, 66],
      [{ update: [{ $set: { _id: 2 } }] }, 66],
      [{ update: { $set: { a: 1 }, $inc: { a: 1 } } }, 40],
      [{ update: { $set: { a: 1, 'a.b': 1 } } }, 40],
      [{ update: { $set: { a: 1 }, $rename: { a: 'b' } } }, 40],
      [{ update: { $set: { b: 1 }, $rename: { a: 'b' } } }, 40],
      [{ before: { a }, update: { $set: { 'a.b': 1 } } }, 28],
      [{ before: { a: null }, update: { $set: { 'a.b': 1 } } }, 28],
      [{ before: { a: [1] }, update: { $set: { 'a.b': 1 } } }, 28],
      [{ before: { a: [1] }, update: { $set: { 'a.0.b': 1 } } }, 28],
      [{ update: { $frobnicate: { a: 1 } } }, 9],
      [{ update: { $set: 5 } }, 9],
      [{ update: { $set: { '': 1 } } }, 56],
      [{ update: { $set: { 'a..b': 1 } } }, 56],
      [{ update: { $set: { 'a.': 1 } } }, 56],
      [{ update: { $set: { '$.a': 1 } } }, 2],
      [{ before: { a: [[1]] }, filter: { a: [1] }, update: { $set: { 'a.$.$': 1 } } }, 2],
      [{ before: { a: [1] }, update: { $set: { 'a.$': 1 } } }, 2],
      [{ before: { a: 1 }, update: { $set: { 'a.$[]': 1 } } }, 2],
      [{ update: { $set: { 'a.$[]': 1 } } }, 2],
      [{ before: { a: [1] }, update: { $set: { 'a.$[x]': 1 } } }, 2],
      [{ before: { a: [1] }, update: { $set: { a: 1 } }, arrayFilters: [{ x: 1 }] }, 9],
      [
        {
          before: { a: [1] },
          update: { $set: { 'a.$[x]': 1 } },
          arrayFilters: [{ x: 1 }, { y: 1 }],
        },
        9,
      ],
      [
        {
          before: { a: [1] },
          update: { $set: { 'a.$[x]': 1 } },
          arrayFilters: [{ x: 1 }, { x: 2 }],
        },
        9,
      ],
      [
        { before: { a: [1] }, update: { $set: { 'a.$[x]': 1 } }, arrayFilters: [{ x: 1, y: 1 }] },
        9,
      ],
      [{ before: { a: [1] }, update: { $set: { 'a.$[X]': 1 } }, arrayFilters: [{ X: 1 }] }, 2],
      [{ before: { a: [1] }, update: { $set: { 'a.$[x]': 1 } }, arrayFilters: [{}] }, 9],
      [{ update: [{ $set: { b: 1 } }], arrayFilters: [{ x: 1 }] }, 9],
      [{ update: { $rename: { a: 'a' } } }, 2],
      [{ update: { $rename: { a: 'a.b' } } }, 2],
      [{ update: { $rename: { a: 5 } } }, 2],
      [{ update: { $rename: { 'a.$': 'b' } } }, 2],
      [{ before: { a: [1] }, update: { $rename: { 'a.0': 'b' } } }, 2],
      [{ before: { a: [1], b: 1 }, update: { $rename: { b: 'a.0' } } }, 2],
      [{ update: [{ $group: { _id: 1 } }] }, 72],
      [{ update: [{ $set: { a: { $frob: 1 } } }] }, 168],
    ])
  })

  it('are refused even when nothing matches', async () => {
    await things.deleteMany({})
    const updates: Document[] = [
      { $frob: { a: 1 } },
      { $set: { a: 1, 'a.b': 1 } },
      { $inc: { a: 'x' } },
    ]
    for (const update of updates)
      expect(await codeOf(things.updateOne({ _id: 9 }, update))).to.be.oneOf([9, 40, 14])
    expect(await codeOf(opened.things('nowhere').updateOne({}, { $frob: { a: 1 } }))).to.equal(9)
  })

  it('leave whole numbers of 64 bits and decimals exact', async () => {
    const decimal = Decimal128.fromString('1.10')
    await apply({ before: { a: Long.MAX_VALUE, decimal }, update: { $set: { b: 1 } } })
    expect(await typed(things)).to.deep.include({ a: Long.MAX_VALUE, decimal })
    expect(await codeOf(things.updateOne({}, { $inc: { a: Long.ONE } }))).to.equal(2)
  })
})
