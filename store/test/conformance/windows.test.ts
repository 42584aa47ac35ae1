import { expect } from 'chai'
import type { Collection, Document } from 'mongodb'
import { codeOf, type Opened, open, type Thing } from './open.ts'

const cake = (
  _id: number,
  type: string,
  orderDate: string,
  state: string,
  price: number,
  quantity: number,
): Document => ({ _id, type, orderDate: new Date(orderDate), state, price, quantity })

/** The cakes of MongoDB's reference. */
const CAKES = [
  cake(0, 'chocolate', '2020-05-18T14:10:30Z', 'CA', 13, 120),
  cake(1, 'chocolate', '2021-03-20T11:30:05Z', 'WA', 14, 140),
  cake(2, 'vanilla', '2021-01-11T06:31:15Z', 'CA', 12, 145),
  cake(3, 'vanilla', '2020-02-08T13:13:23Z', 'WA', 13, 104),
  cake(4, 'strawberry', '2019-05-18T16:09:01Z', 'CA', 41, 162),
  cake(5, 'strawberry', '2019-01-08T06:12:03Z', 'WA', 43, 134),
]

describe('conformance: windows', () => {
  let opened: Opened
  let cakes: Collection<Thing>

  before(async () => {
    opened = await open()
    cakes = opened.things('cakes')
    await cakes.insertMany(CAKES)
  })
  after(() => opened.close())

  /** `[_id, value]` of each document, in the order in which they come. */
  async function windowed(spec: Document, from = cakes): Promise<unknown[]> {
    const found = await from.aggregate([{ $setWindowFields: spec }]).toArray()
    return found.map(({ _id, value }) => [_id, value])
  }
  const byState = { partitionBy: '$state', sortBy: { orderDate: 1 } }
  const byYear = { partitionBy: { $year: '$orderDate' }, sortBy: { orderDate: 1 } }
  const value = (operator: Document, window?: Document) => ({
    output: { value: { ...operator, ...(window && { window }) } },
  })

  it('add up from the beginning of the partition', async () => {
    const sum = value({ $sum: '$quantity' }, { documents: ['unbounded', 'current'] })
    expect(await windowed({ ...byState, ...sum })).to.deep.equal([
      [4, 162],
      [0, 282],
      [2, 427],
      [5, 134],
      [3, 238],
      [1, 378],
    ])
    expect(await windowed({ ...byYear, ...sum })).to.deep.equal([
      [5, 134],
      [4, 296],
      [3, 104],
      [0, 224],
      [2, 145],
      [1, 285],
    ])
  })

  it('move with the document, by position', async () => {
    const average = value({ $avg: '$quantity' }, { documents: [-1, 0] })
    expect(await windowed({ ...byYear, ...average })).to.deep.equal([
      [5, 134],
      [4, 148],
      [3, 104],
      [0, 112],
      [2, 145],
      [1, 142.5],
    ])
    const next = value({ $sum: '$quantity' }, { documents: [1, 1] })
    expect((await windowed({ ...byState, ...next })).slice(0, 3)).to.deep.equal([
      [4, 120],
      [0, 145],
      [2, 0],
    ])
  })

  it('move with the value, of numbers and of dates', async () => {
    const near = value({ $sum: '$quantity' }, { range: [-10, 10] })
    expect(await windowed({ partitionBy: '$state', sortBy: { price: 1 }, ...near })).to.deep.equal([
      [2, 265],
      [0, 265],
      [4, 162],
      [3, 244],
      [1, 244],
      [5, 134],
    ])
    const soon = value({ $push: '$_id' }, { range: ['unbounded', 10], unit: 'month' })
    expect(await windowed({ ...byState, ...soon })).to.deep.equal([
      [4, [4]],
      [0, [4, 0, 2]],
      [2, [4, 0, 2]],
      [5, [5]],
      [3, [5, 3]],
      [1, [5, 3, 1]],
    ])
  })

  it('hold the whole partition where nothing is said', async () => {
    const most = value({ $max: '$quantity' })
    expect(await windowed({ partitionBy: '$state', sortBy: { _id: 1 }, ...most })).to.deep.equal([
      [0, 162],
      [2, 162],
      [4, 162],
      [1, 140],
      [3, 140],
      [5, 140],
    ])
  })

  it('rank, number and shift', async () => {
    const prices = { sortBy: { price: 1 } }
    expect(await windowed({ ...prices, ...value({ $rank: {} }) })).to.deep.equal([
      [2, 1],
      [0, 2],
      [3, 2],
      [1, 4],
      [4, 5],
      [5, 6],
    ])
    const dense = await windowed({ ...prices, ...value({ $denseRank: {} }) })
    expect(dense.map(each => [each].flat()[1])).to.deep.equal([1, 2, 2, 3, 4, 5])
    const numbers = await windowed({ ...prices, ...value({ $documentNumber: {} }) })
    expect(numbers.map(each => [each].flat()[1])).to.deep.equal([1, 2, 3, 4, 5, 6])
    const shift = value({ $shift: { output: '$quantity', by: 1, default: 'none' } })
    expect((await windowed({ ...byState, ...shift })).slice(0, 3)).to.deep.equal([
      [4, 120],
      [0, 145],
      [2, 'none'],
    ])
  })

  it('smooth, and tell slopes and areas', async () => {
    const stocks = opened.things('stocks')
    await stocks.insertMany([13, 15.4, 12, 11.7].map((price, _id) => ({ _id, price })))
    const average = value({ $expMovingAvg: { input: '$price', N: 2 } })
    const smooth = await windowed({ sortBy: { _id: 1 }, ...average }, stocks)
    expect(smooth.map(each => Number([each].flat()[1]).toFixed(6))).to.deep.equal([
      '13.000000',
      '14.600000',
      '12.866667',
      '12.088889',
    ])
    const seconds = (_id: number, at: string, n: number) => ({ _id, at: new Date(at), n })
    const trucks = opened.things('trucks')
    await trucks.insertMany([
      seconds(1, '2020-05-18T14:10:30Z', 1295.1),
      seconds(2, '2020-05-18T14:11:00Z', 1295.63),
      seconds(3, '2020-05-18T14:11:30Z', 1296.25),
    ])
    const slope = value(
      { $derivative: { input: '$n', unit: 'hour' } },
      { range: [-30, 0], unit: 'second' },
    )
    const speeds = await windowed({ sortBy: { at: 1 }, ...slope }, trucks)
    expect(speeds[0]).to.deep.equal([1, null])
    expect(Number([speeds[1]].flat()[1])).to.be.closeTo(63.6, 1e-6)
    expect(Number([speeds[2]].flat()[1])).to.be.closeTo(74.4, 1e-6)
    const meters = opened.things('meters')
    await meters.insertMany([
      seconds(1, '2020-05-18T14:10:30Z', 2.95),
      seconds(2, '2020-05-18T14:11:00Z', 2.7),
      seconds(3, '2020-05-18T14:11:30Z', 2.6),
    ])
    const area = value(
      { $integral: { input: '$n', unit: 'hour' } },
      { range: ['unbounded', 'current'], unit: 'hour' },
    )
    const hours = await windowed({ sortBy: { at: 1 }, ...area }, meters)
    expect(hours.map(each => Number([each].flat()[1]).toFixed(8))).to.deep.equal([
      '0.00000000',
      '0.02354167',
      '0.04562500',
    ])
    const both = await windowed(
      { sortBy: { _id: 1 }, ...value({ $covariancePop: ['$_id', '$n'] }) },
      meters,
    )
    expect(Number([both[0]].flat()[1])).to.be.closeTo(-0.35 / 3, 1e-9)
  })

  it('fill what is missing, with the last value or on a line', async () => {
    const gaps = opened.things('gaps')
    await gaps.insertMany(
      [500, null, 515, null, null, 485, null].map((price, _id) => ({ _id, price })),
    )
    const of = async (stage: Document) =>
      (await gaps.aggregate([stage]).toArray()).map(({ price }) => price)
    const sortBy = { _id: 1 }
    expect(await of({ $fill: { sortBy, output: { price: { method: 'linear' } } } })).to.deep.equal([
      500,
      507.5,
      515,
      505,
      495,
      485,
      null,
    ])
    expect(await of({ $fill: { sortBy, output: { price: { method: 'locf' } } } })).to.deep.equal([
      500, 500, 515, 515, 515, 485, 485,
    ])
    expect(await of({ $fill: { output: { price: { value: 0 } } } })).to.deep.equal([
      500, 0, 515, 0, 0, 485, 0,
    ])
  })

  it('are refused where they make no sense', async () => {
    for (const [spec, code] of [
      [{ sortBy: { price: 1 }, ...value({ $rank: {} }, { documents: [0, 1] }) }, 5371601],
      [{ sortBy: { price: -1 }, ...value({ $sum: 1 }, { range: [0, 1] }) }, 5339902],
      [{ sortBy: { price: 1 }, ...value({ $sum: 1 }, { documents: [1, -1] }) }, 5339900],
      [{ sortBy: { price: 1 } }, 9],
      [{ sortBy: { price: 1 }, ...value({ $sum: 1 }, { documents: ['x', 1] }) }, 9],
    ] satisfies [Document, number][]) {
      const label = JSON.stringify(spec)
      expect(await codeOf(windowed(spec), label), label).to.equal(code)
    }
  })
})
