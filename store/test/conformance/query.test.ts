import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, type Opened, open, type Thing } from './open.ts'

type Asked = [filter: Document, found: unknown[]]

describe('conformance: queries', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
  })
  beforeEach(() => things.deleteMany({}))
  after(() => opened.close())

  const given = (documents: Thing[]) => things.insertMany(documents, { ignoreUndefined: true })

  /** Each filter finds the same without an index and with one on each of its fields. */
  async function answers(table: Asked[]): Promise<void> {
    await find(table)
    const paths = new Set(table.flatMap(([filter]) => Object.keys(filter)))
    for (const path of paths) if (!path.startsWith('$')) await things.createIndex({ [path]: 1 })
    await find(table)
    await things.dropIndexes()
  }

  async function find(table: Asked[]): Promise<void> {
    for (const [filter, expected] of table) {
      const found = (await things.find(filter).toArray()).map(({ _id }) => _id)
      expect(found, JSON.stringify(filter)).to.have.members(expected)
      expect(await things.countDocuments(filter), JSON.stringify(filter)).to.equal(expected.length)
    }
  }

  it('match by value, range, list, existence and logic', async () => {
    const ref = new ObjectId()
    await given([
      { _id: 1, a: 5, tags: ['x', 'y'], at: new Date(10), ref },
      {
        _id: 2,
        a: null,
        tags: [],
        items: [
          { n: 1, s: 'u' },
          { n: 2, s: 'v' },
        ],
      },
      { _id: 3, tags: 'x', a: 'text', nested: { b: { c: 1 } } },
      { _id: 4, a: [1, 9], items: [{ n: 3 }], at: new Date(20) },
    ])
    await answers([
      [{ a: null }, [2]],
      [{ missing: null }, [1, 2, 3, 4]],
      [{ ref: new ObjectId(ref.toHexString()) }, [1]],
      [{ a: { $gt: 4 } }, [1, 4]],
      [{ a: { $gte: 2, $lte: 6 } }, [1, 4]],
      [{ a: { $elemMatch: { $gte: 2, $lte: 6 } } }, []],
      [{ tags: 'x' }, [1, 3]],
      [{ tags: ['x', 'y'] }, [1]],
      [{ tags: ['y', 'x'] }, []],
      [{ tags: [] }, [2]],
      [{ tags: { $in: ['y', null] } }, [1, 4]],
      [{ tags: { $nin: ['x'] } }, [2, 4]],
      [{ tags: { $in: [] } }, []],
      [{ tags: { $nin: [] } }, [1, 2, 3, 4]],
      [{ a: { $exists: false } }, []],
      [{ items: { $exists: true } }, [2, 4]],
      [{ items: { $exists: 0 } }, [1, 3]],
      [{ 'items.n': 2 }, [2]],
      [{ 'items.1.n': 2 }, [2]],
      [{ 'items.1': { n: 2, s: 'v' } }, [2]],
      [{ 'items.0.s': 'v' }, []],
      [{ nested: { b: { c: 1 } } }, [3]],
      [{ nested: { b: { c: 1, d: 1 } } }, []],
      [{ 'nested.b': { c: 1 } }, [3]],
      [{ a: { $not: { $gt: 4 } } }, [2, 3]],
      [{ a: { $not: /^t/ } }, [1, 2, 4]],
      [{ a: { $not: { $in: [5, null] } } }, [3, 4]],
      [{ $or: [{ a: 5 }, { at: { $gt: new Date(15) } }] }, [1, 4]],
      [{ $nor: [{ a: 5 }, { a: null }] }, [3, 4]],
      [{ $and: [{ a: { $gt: 4 } }, { at: { $lt: new Date(15) } }] }, [1]],
      [{ $or: [{ $and: [{ a: 5 }, { tags: 'y' }] }, { $nor: [{ items: null }] }] }, [1, 2, 4]],
      [{ a: { $ne: 5 } }, [2, 3, 4]],
      [{ a: { $eq: [1, 9] } }, [4]],
      [{ $expr: { $eq: ['$a', 5] } }, [1]],
      [{ $comment: 'why', a: 5 }, [1]],
    ])
  })

  it('tell null from missing and look for null within arrays', async () => {
    await given([
      { _id: 'empty subdocument', a: {} },
      { _id: 'null', a: null },
      { _id: 'number', a: 4 },
      { _id: 'b', a: { b: 'hi' } },
      { _id: 'b null', a: { b: null } },
      { _id: 'none' },
      { _id: 'double array', a: [[]] },
      { _id: 'empty array', a: [] },
      { _id: 'all b null', a: [{ b: null }, {}] },
      { _id: 'no b null', a: [{ b: 1 }, { b: 'x' }] },
      { _id: 'some b missing', a: [{ b: 3 }, {}] },
      { _id: 'nulls', a: [null, null] },
      { _id: 'values', a: [1, 'x', 4] },
      { _id: 'values and null', a: [1, null, 4] },
    ])
    const nothing = ['null', 'none', 'nulls', 'values and null']
    const below = [
      'empty subdocument',
      'null',
      'number',
      'b null',
      'none',
      'all b null',
      'some b missing',
    ]
    const all = (await things.find().toArray()).map(({ _id }) => _id)
    const but = (some: string[]) => all.filter(id => !some.includes(String(id)))
    await answers([
      [{ a: null }, nothing],
      [{ a: { $ne: null } }, but(nothing)],
      [{ a: { $gte: null } }, nothing],
      [{ a: { $gt: null } }, []],
      [{ a: { $not: { $gte: null } } }, but(nothing)],
      [{ a: { $in: [null, 75] } }, nothing],
      [{ a: { $nin: [null, 75] } }, but(nothing)],
      [{ a: { $exists: false } }, ['none']],
      [{ 'a.b': null }, below],
      [{ 'a.b': { $ne: null } }, but(below)],
      [{ 'a.b': { $in: [null, 75] } }, below],
      [{ 'a.b': { $nin: [null, /^h/] } }, but([...below, 'b'])],
      [{ a: { $elemMatch: { $eq: null } } }, ['nulls', 'values and null']],
      [{ a: { $elemMatch: { b: null } } }, ['double array', 'all b null', 'some b missing']],
      [{ a: { $elemMatch: { b: { $ne: null } } } }, ['no b null', 'some b missing']],
      [{ 'a.b': { $elemMatch: { $eq: null } } }, []],
      [{ 'a.b': { $exists: true } }, ['b', 'b null', 'all b null', 'no b null', 'some b missing']],
    ])
  })

  it('compare within one type, numbers of all types with each other', async () => {
    await given([
      { _id: 'int', v: new Int32(5) },
      { _id: 'long', v: Long.fromNumber(5) },
      { _id: 'double', v: new Double(5) },
      { _id: 'decimal', v: Decimal128.fromString('5.0') },
      { _id: 'half', v: 5.5 },
      { _id: 'nan', v: Number.NaN },
      { _id: 'zero', v: 0 },
      { _id: 'minus zero', v: new Double(-0) },
      { _id: 'large', v: Long.fromString('9007199254740993') },
      { _id: 'text', v: '5' },
      { _id: 'date', v: new Date(5) },
      { _id: 'true', v: true },
      { _id: 'document', v: { a: 1 } },
      { _id: 'array', v: [5, 'x'] },
    ])
    const fives = ['int', 'long', 'double', 'decimal', 'array']
    await answers([
      [{ v: 5 }, fives],
      [{ v: new Double(5) }, fives],
      [{ v: Decimal128.fromString('5') }, fives],
      [{ v: { $in: [Long.fromNumber(5)] } }, fives],
      [{ v: { $gt: 5 } }, ['half', 'large']],
      [{ v: { $lt: 5 } }, ['zero', 'minus zero']],
      [{ v: 0 }, ['zero', 'minus zero']],
      [{ v: new Double(-0) }, ['zero', 'minus zero']],
      [{ v: Number.NaN }, ['nan']],
      [{ v: { $gte: Number.NaN } }, ['nan']],
      [{ v: { $lt: Number.NaN } }, []],
      [
        { v: { $ne: Number.NaN } },
        [...fives, 'half', 'zero', 'minus zero', 'large', 'text', 'date', 'true', 'document'],
      ],
      [{ v: Long.fromString('9007199254740993') }, ['large']],
      [{ v: Long.fromString('9007199254740992') }, []],
      [{ v: { $gt: Long.fromString('9007199254740992') } }, ['large']],
      [{ v: { $gte: '' } }, ['text', 'array']],
      [{ v: { $gt: new Date(0) } }, ['date']],
      [{ v: { $gte: false } }, ['true']],
      [{ v: { $gte: {} } }, ['document']],
      [{ v: { $lt: { a: 2 } } }, ['document']],
      [{ v: { $gt: [5] } }, ['array']],
      [{ v: { $gt: [] } }, ['array']],
    ])
    expect(await things.countDocuments({ v: { $gt: new MinKey() } })).to.equal(14)
    expect(await things.countDocuments({ v: { $lt: new MaxKey() } })).to.equal(14)
  })

  it('look into nested arrays only as deep as MongoDB does', async () => {
    await given([
      { _id: 1, a: [[1, 2], [3]] },
      { _id: 2, a: [1, 2] },
      { _id: 3, a: [[[1, 2]]] },
      { _id: 4, a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: [{ c: 3 }] }] },
      { _id: 5, a: { 0: 'zero', b: 1 } },
    ])
    await answers([
      [{ a: 1 }, [2]],
      [{ a: [1, 2] }, [1, 2]],
      [{ a: { $elemMatch: { $gte: 2 } } }, [2]],
      [{ a: { $elemMatch: { $elemMatch: { $gte: 3 } } } }, [1]],
      [{ 'a.0': 1 }, [1, 2]],
      [{ 'a.0': [1, 2] }, [1, 3]],
      [{ 'a.0.1': 2 }, [1, 3].filter(id => id === 1)],
      [{ 'a.0': 'zero' }, [5]],
      [{ 'a.b.c': 3 }, [4]],
      [{ 'a.b': { $elemMatch: { c: { $gt: 1, $lt: 3 } } } }, [4]],
      [{ 'a.0.b.1.c': 2 }, [4]],
      [{ 'a.b.c': { $all: [1, 3] } }, [4]],
      [{ a: { $size: 2 } }, [1, 2, 4]],
      [{ 'a.b': { $size: 1 } }, [4]],
      [{ a: { $size: 0 } }, []],
    ])
  })

  it('ask several things of one element, or of any', async () => {
    await given([
      {
        _id: 1,
        items: [
          { n: 1, s: 'a' },
          { n: 5, s: 'b' },
        ],
        scores: [2, 8],
      },
      { _id: 2, items: [{ n: 5, s: 'a' }], scores: [5] },
      { _id: 3, items: [], scores: [] },
      { _id: 4, items: { n: 5, s: 'a' }, scores: 5 },
    ])
    await answers([
      [{ 'items.n': 5, 'items.s': 'a' }, [1, 2, 4]],
      [{ items: { $elemMatch: { n: 5, s: 'a' } } }, [2]],
      [{ items: { $elemMatch: { $or: [{ n: 1 }, { s: 'zzz' }] } } }, [1]],
      [{ items: { $elemMatch: {} } }, [1, 2]],
      [{ items: { $not: { $elemMatch: { n: 5 } } } }, [3, 4]],
      [{ scores: { $gt: 4, $lt: 6 } }, [1, 2, 4]],
      [{ scores: { $elemMatch: { $gt: 4, $lt: 6 } } }, [2]],
      [{ scores: { $elemMatch: { $not: { $gt: 4 } } } }, [1]],
      [{ scores: { $elemMatch: { $in: [8, 9] } } }, [1]],
      [{ scores: { $all: [2, 8] } }, [1]],
      [{ scores: { $all: [5] } }, [2, 4]],
      [{ scores: { $all: [] } }, []],
      [{ scores: { $all: [[2, 8]] } }, [1]],
      [{ items: { $all: [{ $elemMatch: { n: 1 } }, { $elemMatch: { n: 5 } }] } }, [1]],
      [{ items: { $all: [{ $elemMatch: { n: 5, s: 'a' } }] } }, [2]],
      [{ items: { $all: [{ n: 5, s: 'a' }] } }, [2, 4]],
    ])
  })

  it('find text by regular expressions', async () => {
    await given([
      { _id: 1, t: 'Anna\nBob' },
      { _id: 2, t: 'anna' },
      { _id: 3, t: ['x', 'ANNE'] },
      { _id: 4, t: new BSONRegExp('^a', 'i') },
      { _id: 5, t: 5 },
      { _id: 6, t: 'a.b\n' },
      { _id: 7, t: '😀' },
      { _id: 8, t: 'Élan' },
    ])
    await answers([
      [{ t: /^a/ }, [2, 6]],
      [{ t: /^a/i }, [1, 2, 3, 4, 6]],
      [{ t: { $regex: '^A' } }, [1, 3]],
      [{ t: { $regex: '^a', $options: 'i' } }, [1, 2, 3, 4, 6]],
      [{ t: { $regex: /^ann/, $options: 'i' } }, [1, 2, 3]],
      [{ t: { $options: 'm', $regex: '^Bob$' } }, [1]],
      [{ t: { $regex: 'Anna.Bob' } }, []],
      [{ t: { $regex: 'Anna.Bob', $options: 's' } }, [1]],
      [{ t: { $regex: '(?i)^ANNA$' } }, [2]],
      [{ t: { $in: [/^anna$/, 5] } }, [2, 5]],
      [{ t: { $nin: [/a/i] } }, [4, 5, 7]],
      [{ t: { $regex: '^a', $ne: 'anna' } }, [6]],
      [{ t: { $regex: 'b$' } }, [1, 6]],
      [{ t: { $regex: '^.$' } }, [3, 7]],
      [{ t: { $regex: 'élan', $options: 'i' } }, [8]],
      [{ t: { $regex: 'a\\.b' } }, [6]],
      [{ t: { $not: { $regex: '^a' } } }, [1, 3, 4, 5, 7, 8]],
      [{ t: { $eq: /^a/i } }, [4]],
    ])
  })

  it('know the types of BSON by name and number, also in arrays', async () => {
    await given([
      { _id: 'double', v: new Double(1) },
      { _id: 'string', v: 'x' },
      { _id: 'object', v: {} },
      { _id: 'array', v: ['x'] },
      { _id: 'nested', v: [['x']] },
      { _id: 'binData', v: new Binary(Buffer.from('x')) },
      { _id: 'objectId', v: new ObjectId() },
      { _id: 'bool', v: false },
      { _id: 'date', v: new Date() },
      { _id: 'null', v: null },
      { _id: 'regex', v: /x/ },
      { _id: 'javascript', v: new Code('f') },
      { _id: 'int', v: new Int32(1) },
      { _id: 'timestamp', v: new Timestamp({ t: 1, i: 1 }) },
      { _id: 'long', v: Long.ONE },
      { _id: 'decimal', v: Decimal128.fromString('1') },
      { _id: 'minKey', v: new MinKey() },
      { _id: 'maxKey', v: new MaxKey() },
      { _id: 'missing' },
    ])
    const alone =
      'double object binData objectId bool date null regex javascript int timestamp long decimal minKey maxKey'
    await answers(alone.split(' ').map((type): Asked => [{ v: { $type: type } }, [type]]))
    await answers([
      [{ v: { $type: 'string' } }, ['string', 'array']],
      [{ v: { $type: 'array' } }, ['array', 'nested']],
      [{ v: { $type: 'number' } }, ['double', 'int', 'long', 'decimal']],
      [{ v: { $type: 1 } }, ['double']],
      [{ v: { $type: 16 } }, ['int']],
      [{ v: { $type: -1 } }, ['minKey']],
      [{ v: { $type: 127 } }, ['maxKey']],
      [{ v: { $type: ['int', 10] } }, ['int', 'null']],
      [
        { v: { $not: { $type: 'number' } } },
        'string object array nested binData objectId bool date null regex javascript timestamp minKey maxKey missing'.split(
          ' ',
        ),
      ],
    ])
  })

  it('count in remainders and in bits', async () => {
    await given([
      { _id: 1, n: 20 },
      { _id: 2, n: -3 },
      { _id: 3, n: 4.9 },
      { _id: 4, n: Long.fromString('9007199254740993') },
      { _id: 5, n: [1, 7] },
      { _id: 6, n: new Binary(Buffer.of(0b10100, 0x80)) },
      { _id: 7, n: 'text' },
    ])
    await answers([
      [{ n: { $mod: [4, 0] } }, [1, 3]],
      [{ n: { $mod: [2, -1] } }, [2]],
      [{ n: { $mod: [2, 1] } }, [4, 5]],
      [{ n: { $mod: [10, 3] } }, [4]],
      [{ n: { $mod: [4.9, 0.5] } }, [1, 3]],
      [{ n: { $bitsAllSet: [2, 4] } }, [1, 2, 6]],
      [{ n: { $bitsAllSet: 20 } }, [1, 2, 6]],
      [{ n: { $bitsAnySet: 2 } }, [5]],
      [{ n: { $bitsAllClear: [0, 1] } }, [1, 6]],
      [{ n: { $bitsAnyClear: [0] } }, [1, 6]],
      [{ n: { $bitsAllSet: [0, 53] } }, [2, 4]],
      [{ n: { $bitsAllSet: [15] } }, [2, 6]],
      [{ n: { $bitsAllSet: new Binary(Buffer.of(20)) } }, [1, 2, 6]],
      [{ n: { $bitsAnySet: [200] } }, [2]],
    ])
  })

  it('see the order of fields in whole documents, and the subtype of binary data', async () => {
    await given([
      { _id: 1, v: { a: 1, b: 2 } },
      { _id: 2, v: { b: 2, a: 1 } },
      { _id: 3, v: new Binary(Buffer.from('x'), 0) },
      { _id: 4, v: new Binary(Buffer.from('x'), 5) },
    ])
    await answers([
      [{ v: { a: 1, b: 2 } }, [1]],
      [{ v: { b: 2, a: 1 } }, [2]],
      [{ v: { a: new Double(1), b: Long.fromNumber(2) } }, [1]],
      [{ 'v.a': 1, 'v.b': 2 }, [1, 2]],
      [{ v: new Binary(Buffer.from('x'), 5) }, [4]],
    ])
  })

  it('are refused with MongoDB’s codes when they make no sense, whether or not there is a document', async () => {
    const refusals: [Document, number][] = [
      [{ a: { $frob: 1 } }, 2],
      [{ $frob: 1 }, 2],
      [{ a: { $gt: 1, b: 2 } }, 2],
      [{ a: { $in: 5 } }, 2],
      [{ a: { $nin: 'x' } }, 2],
      [{ a: { $in: [{ $gt: 1 }] } }, 2],
      [{ a: { $all: 5 } }, 2],
      [{ a: { $all: [1, { $elemMatch: { b: 1 } }] } }, 2],
      [{ a: { $size: -1 } }, 2],
      [{ a: { $size: 'x' } }, 2],
      [{ a: { $size: 1.5 } }, 2],
      [{ a: { $mod: 5 } }, 2],
      [{ a: { $mod: [] } }, 2],
      [{ a: { $mod: [5] } }, 2],
      [{ a: { $mod: [5, 1, 2] } }, 2],
      [{ a: { $mod: [0, 1] } }, 2],
      [{ a: { $mod: ['x', 1] } }, 2],
      [{ a: { $mod: [1, 'x'] } }, 2],
      [{ a: { $type: 'frob' } }, 2],
      [{ a: { $type: 99 } }, 2],
      [{ a: { $type: [] } }, 9],
      [{ a: { $not: 5 } }, 2],
      [{ a: { $elemMatch: 5 } }, 2],
      [{ a: { $gt: /x/ } }, 2],
      [{ a: { $ne: /x/ } }, 2],
      [{ a: { $regex: 5 } }, 2],
      [{ a: { $options: 'i' } }, 2],
      [{ a: { $regex: 'x', $options: 5 } }, 2],
      [{ a: { $regex: '(' } }, 51091],
      [{ a: { $regex: 'x', $options: 'z' } }, 51108],
      [{ a: { $regex: /x/i, $options: 'm' } }, 51075],
      [{ $or: [] }, 2],
      [{ $and: 5 }, 2],
      [{ $nor: [5] }, 2],
      [{ $expr: { $frob: 1 } }, 168],
      [{ a: { $bitsAllSet: 'x' } }, 2],
    ]
    for (const documents of [[], [{ _id: 1, a: 1 }]]) {
      if (documents.length > 0) await given(documents)
      for (const [filter, code] of refusals) {
        const label = JSON.stringify(filter)
        expect(await codeOf(things.find(filter).toArray(), label), label).to.equal(code)
        expect(await codeOf(things.deleteMany(filter), label), label).to.equal(code)
        expect(await codeOf(things.updateMany(filter, { $set: { b: 1 } }), label), label).to.equal(
          code,
        )
      }
    }
    expect(
      await codeOf(
        opened
          .things('nowhere')
          .find({ a: { $frob: 1 } })
          .toArray(),
      ),
    ).to.equal(2)
    expect(await codeOf(opened.things('nowhere').deleteMany({ a: { $frob: 1 } }))).to.equal(2)
    expect(await codeOf(opened.things('nowhere').distinct('a', { a: { $frob: 1 } }))).to.equal(2)
  })
})
