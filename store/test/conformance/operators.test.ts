import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson'
import { expect } from 'chai'
import type { Collection } from 'mongodb'
import { evaluated, gives, refuses } from './evaluate.ts'
import { type Opened, open, type Thing } from './open.ts'

const double = (value: number) => new Double(value)

/** Examples of MongoDB's reference, and their neighbours. */
describe('conformance: rarer operators', () => {
  let opened: Opened
  let things: Collection<Thing>

  before(async () => {
    opened = await open()
    things = opened.things('things')
    await things.insertOne({ _id: 1, nothing: null, list: [3, 1, null, 2], at: new Date(5) })
  })
  after(() => opened.close())

  const give = (table: [unknown, unknown][]) => gives(things, table)
  const refuse = (table: [unknown, number][]) => refuses(things, table)

  it('of trigonometry give doubles', async () => {
    await give([
      [{ $sin: 0 }, double(0)],
      [{ $cos: 0 }, double(1)],
      [{ $atan2: [1, 1] }, double(Math.PI / 4)],
      [{ $acosh: 1 }, double(0)],
      [{ $degreesToRadians: 180 }, double(Math.PI)],
      [{ $radiansToDegrees: Math.PI }, double(180)],
      [{ $tan: '$nothing' }, null],
      [{ $log: [100, 10] }, double(2)],
      [{ $log: ['$missing', 10] }, null],
    ])
    for (const [name, value] of Object.entries({ $asin: 1, $atanh: 0.5, $sinh: 1, $tanh: 1 })) {
      const found = Number(await evaluated(things, { [name]: value }))
      const expected = {
        $asin: Math.PI / 2,
        $atanh: 0.5493061443340549,
        $sinh: 1.1752011936438014,
        $tanh: 0.7615941559557649,
      }
      expect(found, name).to.be.closeTo(Object(expected)[name], 1e-12)
    }
    await refuse([
      [{ $sin: Number.POSITIVE_INFINITY }, 50989],
      [{ $acos: 2 }, 50989],
      [{ $acosh: 0 }, 50989],
      [{ $sin: 'text' }, 14],
      [{ $log: [0, 10] }, 28758],
      [{ $log: [10, 1] }, 28759],
    ])
  })

  it('of bits keep the type of whole numbers', async () => {
    await give([
      [{ $bitAnd: [5, 3] }, 1],
      [{ $bitOr: [5, Long.fromNumber(3)] }, Long.fromNumber(7)],
      [{ $bitXor: [5, 3] }, 6],
      [{ $bitNot: 5 }, -6],
      [{ $bitAnd: [] }, -1],
      [{ $bitOr: [1, '$nothing'] }, null],
    ])
    await refuse([[{ $bitAnd: [1.5, 1] }, 14]])
  })

  it('of arrays give several elements, or pairs', async () => {
    await give([
      [{ $firstN: { n: 2, input: '$list' } }, [3, 1]],
      [{ $lastN: { n: 2, input: '$list' } }, [null, 2]],
      [{ $maxN: { n: 2, input: '$list' } }, [3, 2]],
      [{ $minN: { n: 9, input: '$list' } }, [1, 2, 3]],
      [{ $firstN: { n: 2, input: '$nothing' } }, null],
      [{ $zip: { inputs: [['a'], ['b', 'c']] } }, [['a', 'b']]],
      [
        { $zip: { inputs: [['a'], ['b', 'c']], useLongestLength: true } },
        [
          ['a', 'b'],
          [null, 'c'],
        ],
      ],
      [
        {
          $zip: {
            inputs: [[1], [2, 3], ['b', 'c', 'd']],
            useLongestLength: true,
            defaults: ['a', 'b', 'c'],
          },
        },
        [
          [1, 2, 'b'],
          ['a', 3, 'c'],
          ['a', 'b', 'd'],
        ],
      ],
      [{ $zip: { inputs: [['a'], '$nothing'] } }, null],
    ])
    await refuse([
      [{ $firstN: { n: 0, input: '$list' } }, 5787908],
      [{ $firstN: { n: 'x', input: '$list' } }, 5787902],
      [{ $firstN: { n: 1, input: 'text' } }, 5788200],
      [{ $zip: { inputs: ['text'] } }, 34468],
      [{ $zip: { inputs: [['a']], defaults: [1] } }, 34466],
    ])
  })

  it('of documents set and remove fields, and tell sizes', async () => {
    await give([
      [{ $setField: { field: 'a.b', input: { c: 1 }, value: 2 } }, { c: 1, 'a.b': 2 }],
      [{ $setField: { field: { $literal: '$x' }, input: { c: 1 }, value: '$$REMOVE' } }, { c: 1 }],
      [{ $unsetField: { field: 'c', input: { c: 1, d: 2 } } }, { d: 2 }],
      [{ $setField: { field: 'a', input: null, value: 2 } }, null],
      [{ $bsonSize: { a: 1 } }, 12],
      [{ $bsonSize: '$nothing' }, null],
      [{ $binarySize: 'été' }, 5],
      [{ $binarySize: new Binary(Buffer.from('abc')) }, 3],
      [{ $tsSecond: new Timestamp({ t: 7, i: 2 }) }, Long.fromNumber(7)],
      [{ $tsIncrement: new Timestamp({ t: 7, i: 2 }) }, Long.fromNumber(2)],
    ])
    await refuse([
      [{ $bsonSize: 'text' }, 31393],
      [{ $binarySize: 1 }, 51276],
    ])
  })

  it('of text find by expressions and by bytes', () =>
    give([
      [
        { $regexFind: { input: 'Carol Daré Coleman', regex: /(C(ar)*)ol/ } },
        { match: 'Carol', idx: 0, captures: ['Car', 'ar'] },
      ],
      [
        { $regexFind: { input: '😀é line', regex: 'LINE', options: 'i' } },
        { match: 'line', idx: 3, captures: [] },
      ],
      [{ $regexFind: { input: 'line', regex: 'x' } }, null],
      [{ $regexFind: { input: '$nothing', regex: 'x' } }, null],
      [
        { $regexFindAll: { input: 'Carol Dare Coleman', regex: 'C(ar)?ol' } },
        [
          { match: 'Carol', idx: 0, captures: ['ar'] },
          { match: 'Col', idx: 11, captures: [null] },
        ],
      ],
      [{ $regexFindAll: { input: 'line', regex: 'x' } }, []],
      [{ $indexOfBytes: ['cafétéria', 'é'] }, 3],
      [{ $indexOfBytes: ['cafétéria', 't'] }, 5],
      [{ $indexOfBytes: ['foo.bar.fi', '.', 5] }, 7],
      [{ $indexOfBytes: ['vanilla', 'll', 0, 2] }, -1],
      [{ $indexOfBytes: ['$nothing', 'x'] }, null],
    ]))

  it('convert, or give what is said for errors and nulls', async () => {
    await give([
      [{ $convert: { input: '5', to: 'int' } }, 5],
      [{ $convert: { input: 5.9, to: 16 } }, 5],
      [{ $convert: { input: true, to: 'string' } }, 'true'],
      [{ $convert: { input: 'x', to: 'int', onError: 'no' } }, 'no'],
      [{ $convert: { input: '$nothing', to: 'int', onNull: 0 } }, 0],
      [{ $convert: { input: '$missing', to: 'int' } }, null],
      [{ $toDecimal: '1.50' }, Decimal128.fromString('1.50')],
      [{ $toDecimal: false }, Decimal128.fromString('0')],
      [{ $toDate: '2018-03-20' }, new Date('2018-03-20T00:00:00Z')],
      [{ $toObjectId: '5ab9cbfa31c2ab715d42129e' }, new ObjectId('5ab9cbfa31c2ab715d42129e')],
    ])
    await refuse([
      [{ $convert: { input: 'x', to: 'int' } }, 241],
      [{ $convert: { input: 'x', to: 'thing' } }, 2],
      [{ $toDate: 'Friday' }, 241],
    ])
  })

  it('tell the spread of numbers', async () => {
    await give([
      [{ $stdDevPop: [[1, 3]] }, double(1)],
      [{ $stdDevSamp: { $literal: [1] } }, null],
      [{ $median: { input: [5, 1, 3], method: 'approximate' } }, double(3)],
      [
        { $percentile: { input: [10, 20, 30, 40], p: [0.5, 0.95], method: 'approximate' } },
        [double(20), double(40)],
      ],
      [{ $median: { input: '$nothing', method: 'approximate' } }, null],
    ])
    await refuse([
      [{ $median: { input: [1], method: 'exact' } }, 2],
      [{ $percentile: { input: [1], p: [2], method: 'approximate' } }, 7750301],
    ])
  })
})
