import { Decimal128, Double, Int32, Long, ObjectId } from 'bson'
import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { gives, refuses } from './evaluate.ts'
import { type Opened, open, type Thing } from './open.ts'

const AT = new Date(Date.UTC(2026, 0, 1, 23, 5, 9, 7))
const ID = new ObjectId('65a1b2c3d4e5f60718293a4b')
const DOCUMENT = {
  _id: 1,
  int: new Int32(7),
  long: Long.fromNumber(7),
  double: new Double(7),
  half: new Double(2.5),
  large: Long.fromString('9007199254740993'),
  most: new Int32(2147483647),
  text: 'Été 😀',
  ascii: 'Hello',
  at: AT,
  id: ID,
  list: [new Int32(3), new Double(1), new Int32(2)],
  items: [{ n: 1, tags: ['a'] }, { n: 2 }, 5, [{ n: 3 }]],
  nothing: null,
  nested: { a: { b: 1 } },
}

/** `{ case, then }`, which can not be written down: an object with a `then` looks like a promise. */
function when(test: unknown, value: unknown, name = 'case'): Document {
  return Object.fromEntries([
    [name, test],
    ['then', value],
  ])
}

describe('conformance: expressions', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertOne(DOCUMENT)
  })
  after(() => opened.close())

  const give = (table: [unknown, unknown][]) => gives(things, table)
  const refuse = (table: [unknown, number][]) => refuses(things, table)

  const d = (value: number) => new Double(value)

  it('follow paths through documents and arrays', () =>
    give([
      ['$nested.a.b', 1],
      ['$items.n', [1, 2]],
      ['$items.tags', [['a']]],
      ['$list.x', []],
      ['$items.0', []],
      ['$int.x', undefined],
      ['$missing', undefined],
      ['$$ROOT.int', 7],
      ['$$CURRENT.int', 7],
      ['$$REMOVE', undefined],
      [
        { a: '$int', b: '$missing', c: ['$missing', '$int'] },
        { a: 7, c: [null, 7] },
      ],
      [{ $literal: '$int' }, '$int'],
    ]))

  it('compare across types, where a missing value comes before null', () =>
    give([
      [{ $eq: ['$int', '$double'] }, true],
      [{ $eq: ['$nothing', '$missing'] }, false],
      [{ $eq: [null, '$nothing'] }, true],
      [{ $lt: ['$missing', null] }, true],
      [{ $gt: ['$ascii', '$int'] }, true],
      [{ $gt: ['$list', '$nested'] }, true],
      [{ $cmp: ['$large', Long.fromString('9007199254740992')] }, 1],
      [
        {
          $cmp: [
            [1, 2],
            [1, 3],
          ],
        },
        -1,
      ],
      [{ $cmp: [1, d(1)] }, 0],
      [
        {
          $ne: [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
        },
        true,
      ],
    ]))

  it('decide', () =>
    give([
      [{ $and: ['$int', '', '$list'] }, true],
      [{ $and: [1, 0] }, false],
      [{ $and: [] }, true],
      [{ $or: [null, d(0), '$missing'] }, false],
      [{ $or: [] }, false],
      [{ $not: ['$nothing'] }, true],
      [{ $not: [[]] }, false],
      [{ $cond: ['$int', 'yes', 'no'] }, 'yes'],
      [{ $cond: { ...when(d(0), 'yes', 'if'), else: 'no' } }, 'no'],
      [{ $cond: ['$missing', 1, '$missing'] }, undefined],
      [{ $ifNull: ['$missing', '$nothing', '$int'] }, 7],
      [{ $ifNull: ['$missing', '$nothing'] }, null],
    ]))

  it('are refused with MongoDB’s codes', () =>
    refuse([
      [{ $frob: 1 }, 168],
      [{ $eq: [1, { $frob: 1 }] }, 168],
      [{ $push: '$a' }, 168],
      [{ $eq: [1] }, 16020],
      [{ $cond: [1, 2] }, 16020],
      [{ $eq: [1, 1], $ne: [1, 2] }, 15983],
      ['$$unknown', 17276],
    ]))

  it('filter finds, too', async () => {
    const decimal = { $expr: { $gt: ['$int', Decimal128.fromString('6.5')] } }
    expect(await things.countDocuments(decimal)).to.equal(1)
    expect(await things.countDocuments({ $expr: { $lt: ['$missing', '$int'] } })).to.equal(1)
  })
})
