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
  const l = (value: number) => Long.fromNumber(value)

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
      [{ $getField: 'int' }, 7],
      [{ $getField: { field: 'a', input: '$nested' } }, { b: 1 }],
    ]))

  it('calculate with the number types of MongoDB', () =>
    give([
      [{ $add: ['$int', 1] }, 8],
      [{ $add: ['$int', '$long'] }, l(14)],
      [{ $add: ['$int', '$double'] }, d(14)],
      [{ $add: ['$most', 1] }, l(2147483648)],
      [{ $add: ['$large', 2] }, Long.fromString('9007199254740995')],
      [{ $add: [d(0.1), d(0.2), d(0.3)] }, d(0.6)],
      [{ $add: [] }, 0],
      [{ $add: ['$int', '$nothing'] }, null],
      [{ $add: ['$int', '$missing'] }, null],
      [{ $add: ['$at', 1000] }, new Date(AT.getTime() + 1000)],
      [{ $subtract: ['$at', new Date(0)] }, Long.fromNumber(AT.getTime())],
      [{ $subtract: ['$at', 1000] }, new Date(AT.getTime() - 1000)],
      [{ $subtract: ['$int', '$double'] }, d(0)],
      [{ $multiply: ['$int', 3] }, 21],
      [{ $multiply: ['$most', 2] }, l(4294967294)],
      [{ $multiply: ['$int', d(0.5)] }, d(3.5)],
      [{ $divide: ['$int', 7] }, d(1)],
      [{ $divide: ['$int', 2] }, d(3.5)],
      [{ $mod: ['$int', 4] }, 3],
      [{ $mod: [-7, 4] }, -3],
      [{ $mod: ['$double', 4] }, d(3)],
      [{ $mod: ['$large', 10] }, l(3)],
      [{ $abs: -5 }, 5],
      [{ $abs: d(-5) }, d(5)],
      [{ $ceil: '$half' }, d(3)],
      [{ $floor: '$half' }, d(2)],
      [{ $floor: '$int' }, 7],
      [{ $round: '$half' }, d(2)],
      [{ $round: [d(3.5)] }, d(4)],
      [{ $round: [d(1.255), 2] }, d(1.26)],
      [{ $round: [1250, -2] }, 1200],
      [{ $trunc: [d(-2.7)] }, d(-2)],
      [{ $trunc: [d(1.239), 2] }, d(1.23)],
      [{ $pow: ['$int', 2] }, 49],
      [{ $pow: ['$int', d(2)] }, d(49)],
      [{ $sqrt: 49 }, d(7)],
      [{ $sum: '$list' }, d(6)],
      [{ $sum: ['$int', '$text', 1] }, 8],
      [{ $avg: '$list' }, d(2)],
      [{ $avg: '$missing' }, null],
      [{ $max: '$list' }, 3],
      [{ $min: ['$int', '$nothing', d(2)] }, d(2)],
      [{ $max: '$missing' }, null],
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
      [{ $in: [d(3), '$list'] }, true],
      [{ $in: ['x', '$list'] }, false],
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
      [
        {
          $switch: {
            branches: [when('$nothing', 1), when('$int', 2)],
          },
        },
        2,
      ],
      [{ $switch: { branches: [when(false, 1)], default: '$text' } }, 'Été 😀'],
    ]))

  it('bind variables and go through arrays', () =>
    give([
      [{ $let: { vars: { a: '$int', b: 2 }, in: { $add: ['$$a', '$$b'] } } }, 9],
      [{ $let: { vars: { a: '$nested' }, in: '$$a.a.b' } }, 1],
      [{ $map: { input: '$list', in: { $add: ['$$this', 1] } } }, [4, d(2), 3]],
      [
        { $map: { input: '$list', as: 'x', in: ['$$x', '$int'] } },
        [
          [3, 7],
          [d(1), 7],
          [2, 7],
        ],
      ],
      [{ $map: { input: '$missing', in: 1 } }, null],
      [{ $filter: { input: '$list', cond: { $gt: ['$$this', 1] } } }, [3, 2]],
      [{ $filter: { input: '$list', as: 'x', cond: { $gt: ['$$x', 1] }, limit: 1 } }, [3]],
      [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, d(6)],
      [{ $first: '$list' }, 3],
      [{ $last: '$list' }, 2],
      [{ $arrayElemAt: ['$list', 1] }, d(1)],
      [{ $arrayElemAt: ['$list', -1] }, 2],
      [{ $arrayElemAt: ['$list', 9] }, undefined],
      [{ $slice: ['$list', 2] }, [3, d(1)]],
      [{ $slice: ['$list', -2] }, [d(1), 2]],
      [{ $slice: ['$list', 1, 1] }, [d(1)]],
      [{ $concatArrays: ['$list', [9]] }, [3, d(1), 2, 9]],
      [{ $concatArrays: ['$list', '$nothing'] }, null],
      [{ $size: '$list' }, 3],
      [{ $isArray: '$list' }, true],
      [{ $isArray: '$int' }, false],
      [{ $reverseArray: '$list' }, [2, d(1), 3]],
      [{ $indexOfArray: ['$list', 2] }, 2],
      [{ $indexOfArray: ['$list', 9] }, -1],
      [{ $range: [0, 5, 2] }, [0, 2, 4]],
      [{ $sortArray: { input: '$list', sortBy: 1 } }, [d(1), 2, 3]],
      [{ $setIsSubset: [[1], '$list'] }, true],
      [{ $setEquals: [[1, 2, 3, 3], '$list'] }, true],
      [{ $anyElementTrue: [[0, false]] }, false],
      [{ $allElementsTrue: [[]] }, true],
      [{ $objectToArray: '$nested' }, [{ k: 'a', v: { b: 1 } }]],
      [
        {
          $arrayToObject: [
            [
              ['a', 1],
              ['b', 2],
            ],
          ],
        },
        { a: 1, b: 2 },
      ],
      [{ $arrayToObject: [[{ k: 'a', v: '$double' }]] }, { a: d(7) }],
      [{ $mergeObjects: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    ]))

  it('work on text', () =>
    give([
      [{ $concat: ['$ascii', '!'] }, 'Hello!'],
      [{ $concat: ['$ascii', '$missing'] }, null],
      [{ $toUpper: '$ascii' }, 'HELLO'],
      [{ $toLower: '$missing' }, ''],
      [{ $strcasecmp: ['hello', '$ascii'] }, 0],
      [{ $strLenCP: '$text' }, 5],
      [{ $strLenBytes: '$text' }, 10],
      [{ $substrCP: ['$text', 4, 1] }, '😀'],
      [{ $substrBytes: ['$ascii', 1, 3] }, 'ell'],
      [{ $indexOfCP: ['$text', '😀'] }, 4],
      [{ $indexOfCP: ['$text', 'x'] }, -1],
      [{ $split: ['$ascii', 'l'] }, ['He', '', 'o']],
      [{ $trim: { input: '  x ' } }, 'x'],
      [{ $ltrim: { input: 'xxa', chars: 'x' } }, 'a'],
      [{ $rtrim: { input: 'axx', chars: 'x' } }, 'a'],
      [{ $replaceOne: { input: '$ascii', find: 'l', replacement: { $literal: '$&' } } }, 'He$&lo'],
      [{ $replaceAll: { input: '$ascii', find: 'l', replacement: 'L' } }, 'HeLLo'],
      [{ $regexMatch: { input: '$ascii', regex: /^h/i } }, true],
      [{ $regexMatch: { input: '$missing', regex: 'x' } }, false],
    ]))

  it('take dates apart, also where the clock shows another time', () =>
    give([
      [{ $year: '$at' }, 2026],
      [{ $month: '$at' }, 1],
      [{ $dayOfMonth: '$at' }, 1],
      [{ $hour: '$at' }, 23],
      [{ $minute: '$at' }, 5],
      [{ $second: '$at' }, 9],
      [{ $millisecond: '$at' }, 7],
      [{ $dayOfWeek: '$at' }, 5],
      [{ $dayOfYear: '$at' }, 1],
      [{ $isoWeek: '$at' }, 1],
      [{ $isoDayOfWeek: '$at' }, 4],
      [{ $year: '$missing' }, null],
      [{ $hour: { date: '$at', timezone: 'Europe/Paris' } }, 0],
      [{ $dayOfMonth: { date: '$at', timezone: '+01:00' } }, 2],
      [{ $dateToString: { date: '$at' } }, '2026-01-01T23:05:09.007Z'],
      [
        { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M:%S.%L %j %u %V %%' } },
        '2026-01-01 23:05:09.007 001 4 01 %',
      ],
      [
        { $dateToString: { date: '$at', format: '%d %H %z', timezone: 'Europe/Paris' } },
        '02 00 +0100',
      ],
      [{ $dateToString: { date: '$missing', onNull: 'never' } }, 'never'],
      [{ $dateToString: { date: '$missing' } }, null],
    ]))

  it('tell and change types', () =>
    give([
      [{ $type: '$int' }, 'int'],
      [{ $type: '$long' }, 'long'],
      [{ $type: '$double' }, 'double'],
      [{ $type: '$missing' }, 'missing'],
      [{ $type: '$list' }, 'array'],
      [{ $isNumber: '$large' }, true],
      [{ $isNumber: '$text' }, false],
      [{ $toInt: '$double' }, 7],
      [{ $toInt: '42' }, 42],
      [{ $toInt: d(-2.9) }, -2],
      [{ $toLong: '$int' }, l(7)],
      [{ $toLong: '$at' }, Long.fromNumber(AT.getTime())],
      [{ $toDouble: '2.5' }, d(2.5)],
      [{ $toString: '$large' }, '9007199254740993'],
      [{ $toString: '$id' }, ID.toHexString()],
      [{ $toString: '$at' }, AT.toISOString()],
      [{ $toBool: 'false' }, true],
      [{ $toBool: d(0) }, false],
      [{ $toDate: '2026-01-01T23:05:09.007Z' }, AT],
      [{ $toDate: '$id' }, ID.getTimestamp()],
      [{ $toObjectId: ID.toHexString() }, ID],
      [{ $toInt: '$nothing' }, null],
    ]))

  it('are refused with MongoDB’s codes', () =>
    refuse([
      [{ $frob: 1 }, 168],
      [{ $add: [1, { $frob: 1 }] }, 168],
      [{ $push: '$a' }, 168],
      [{ $add: ['$int', '$text'] }, 14],
      [{ $multiply: ['$int', '$text'] }, 14],
      [{ $divide: [1, 0] }, 2],
      [{ $mod: [1, 0] }, 16610],
      [{ $subtract: [1] }, 16020],
      [{ $eq: [1] }, 16020],
      [{ $cond: [1, 2] }, 16020],
      [{ $add: 1, $multiply: 2 }, 15983],
      ['$$unknown', 17276],
      [{ $switch: { branches: [when(false, 1)] } }, 40066],
      [{ $size: '$int' }, 17124],
      [{ $in: [1, '$int'] }, 40081],
      [{ $concat: ['$int'] }, 16702],
      [{ $toInt: 'x' }, 241],
      [{ $toObjectId: 'x' }, 241],
      [{ $toLong: d(1e30) }, 241],
    ]))

  it('filter finds, too', async () => {
    const decimal = { $expr: { $gt: ['$int', Decimal128.fromString('6.5')] } }
    expect(await things.countDocuments(decimal)).to.equal(1)
    expect(
      await things.countDocuments({ $expr: { $eq: [{ $type: '$double' }, 'double'] } }),
    ).to.equal(1)
    expect(await things.countDocuments({ $expr: { $lt: ['$missing', '$int'] } })).to.equal(1)
    const join: Document = { $expr: { $eq: [{ $year: '$at' }, 2026] } }
    expect(await things.countDocuments(join)).to.equal(1)
  })
})
