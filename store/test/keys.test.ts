import {
  Binary,
  BSONRegExp,
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
import { afterPrefix, compareValues, EMPTY_ARRAY, encodeKey } from '../src/keys.ts'

/** In MongoDB's order, smallest first; the values of one line are equal. */
const ORDER: unknown[][] = [
  [new MinKey()],
  [EMPTY_ARRAY],
  [null, undefined],
  [Number.NaN, new Double(Number.NaN)],
  [Number.NEGATIVE_INFINITY],
  [Long.MIN_VALUE],
  [-1e10],
  [-2.5],
  [new Int32(-1), -1, Long.fromNumber(-1)],
  [-Number.MIN_VALUE],
  [0, -0, new Int32(0), new Double(-0), Long.ZERO, Decimal128.fromString('0')],
  [Decimal128.fromString('0.1')],
  [0.1],
  [1, new Double(1), Long.ONE, Decimal128.fromString('1.00')],
  [1.5, Decimal128.fromString('1.5')],
  [2 ** 53, Long.fromString('9007199254740992')],
  [Long.fromString('9007199254740993')],
  [Long.fromString('9007199254740994')],
  [Long.MAX_VALUE],
  [1e300],
  [Number.POSITIVE_INFINITY],
  [''],
  ['\0'],
  ['\0a'],
  ['A'],
  ['a'],
  ['a\0'],
  ['a\0b'],
  ['ab'],
  ['b'],
  ['é'],
  ['\uffff'],
  ['😀'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 2]],
  [[2]],
  [new Binary(Buffer.from([9]))],
  [new Binary(Buffer.from([1, 1]), 0)],
  [new Binary(Buffer.from([1, 1]), 5)],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000000')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Date(1e13)],
  [new Timestamp({ t: 1, i: 1 })],
  [new Timestamp({ t: 2, i: 0 })],
  [new BSONRegExp('a', '')],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b', '')],
  [new MaxKey()],
]

describe('embedded store: keys', () => {
  it('sort as MongoDB sorts values, across and within types', () => {
    for (const [i, left] of ORDER.entries()) {
      for (const [j, right] of ORDER.entries()) {
        for (const a of left) for (const b of right) expectOrder(a, b, Math.sign(i - j))
      }
    }
  })

  it('turn round for a descending field, and order compound keys field by field', () => {
    const pairs = ORDER.flatMap(([value]) => [
      [value, 1],
      [value, 2],
    ])
    const keys = pairs.map(pair => encodeKey(pair, [true, false]))
    const expected = ORDER.toReversed().flatMap(([value]) => [
      [value, 1],
      [value, 2],
    ])
    const sorted = keys.toSorted(Buffer.compare)
    expect(sorted.map(key => key.toString('hex'))).to.deep.equal(
      expected.map(pair => encodeKey(pair, [true, false]).toString('hex')),
    )
  })

  it('never begin with another key, so that what follows a prefix lies before its successor', () => {
    const keys = ORDER.map(([value]) => encodeKey([value]))
    for (const a of keys) {
      for (const b of keys) if (a !== b) expect(b.subarray(0, a.length).equals(a)).to.equal(false)
      expect(
        Buffer.compare(Buffer.concat([a, Buffer.from([0xfe, 0xff])]), afterPrefix(a)),
      ).to.equal(-1)
    }
  })
})

function expectOrder(a: unknown, b: unknown, order: number): void {
  const shown = `${String(a)} (${typeof a}) and ${String(b)} (${typeof b})`
  expect(Math.sign(Buffer.compare(encodeKey([a]), encodeKey([b]))), shown).to.equal(order)
  expect(Math.sign(compareValues(a, b)), shown).to.equal(order)
}
