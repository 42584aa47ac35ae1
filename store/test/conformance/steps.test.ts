import { Double } from 'bson'
import { expect } from 'chai'
import type { Document } from 'mongodb'
import { codeOf, type Opened, open } from './open.ts'

/** Stages that sort into groups, make documents for gaps, hide parts, or write: examples of MongoDB's reference. */
describe('conformance: rarer stages', () => {
  let opened: Opened

  before(async () => {
    opened = await open()
    await opened.things('artwork').insertMany(
      [199.99, 280, 76.04, 167.3, 483, 385, 159, 118.42].map((price, i) => ({
        _id: i + 1,
        price,
      })),
    )
    await opened.things('coffee').insertMany([
      { _id: 1, altitude: 600, variety: 'Arabica Typica', score: 68.3 },
      { _id: 2, altitude: 750, variety: 'Arabica Typica', score: 69.5 },
      { _id: 3, altitude: 950, variety: 'Arabica Typica', score: 70.5 },
      { _id: 4, altitude: 1250, variety: 'Gesha', score: 88.15 },
      { _id: 5, altitude: 1700, variety: 'Gesha', score: 95.5, price: 1029 },
    ])
    await opened.things('salaries').insertMany([
      { _id: 1, employee: 'Ant', dept: 'A', salary: 100, year: 2017 },
      { _id: 2, employee: 'Bee', dept: 'A', salary: 120, year: 2017 },
      { _id: 3, employee: 'Ant', dept: 'A', salary: 115, year: 2018 },
      { _id: 4, employee: 'Cat', dept: 'Z', salary: 115, year: 2018 },
    ])
  })
  after(() => opened.close())

  const run = (collection: string, ...pipeline: Document[]) =>
    opened.things(collection).aggregate(pipeline).toArray()

  it('$bucketAuto makes groups of much the same size', async () => {
    expect(await run('artwork', { $bucketAuto: { groupBy: '$price', buckets: 4 } })).to.deep.equal([
      { _id: { min: 76.04, max: 159 }, count: 2 },
      { _id: { min: 159, max: 199.99 }, count: 2 },
      { _id: { min: 199.99, max: 385 }, count: 2 },
      { _id: { min: 385, max: 483 }, count: 2 },
    ])
    const by = {
      $bucketAuto: { groupBy: '$dept', buckets: 3, output: { all: { $sum: '$salary' } } },
    }
    expect(await run('salaries', by)).to.deep.equal([
      { _id: { min: 'A', max: 'Z' }, all: 335 },
      { _id: { min: 'Z', max: 'Z' }, all: 115 },
    ])
    for (const [spec, code] of [
      [{ groupBy: '$price' }, 40246],
      [{ groupBy: '$price', buckets: 0 }, 40243],
      [{ groupBy: '$price', buckets: 1.5 }, 40241],
    ] satisfies [Document, number][])
      expect(await codeOf(run('artwork', { $bucketAuto: spec }))).to.equal(code)
  })

  it('$densify goes through the whole range, or that of each partition', async () => {
    const steps = async (bounds: unknown) => {
      const range = { step: 200, bounds }
      const spec = { field: 'altitude', partitionByFields: ['variety'], range }
      const found = await run('coffee', { $densify: spec })
      const of = (variety: string) =>
        found.filter(each => each.variety === variety).map(({ altitude }) => altitude)
      return [of('Arabica Typica'), of('Gesha')]
    }
    expect(await steps('full')).to.deep.equal([
      [600, 750, 800, 950, 1000, 1200, 1400, 1600],
      [600, 800, 1000, 1200, 1250, 1400, 1600, 1700],
    ])
    expect(await steps('partition')).to.deep.equal([
      [600, 750, 800, 950],
      [1250, 1450, 1650, 1700],
    ])
    const weather = opened.things('weather')
    await weather.insertMany([
      { _id: 1, at: new Date('2021-05-18T00:00:00Z'), temp: 12 },
      { _id: 2, at: new Date('2021-05-18T04:00:00Z'), temp: 11 },
    ])
    const bounds = [new Date('2021-05-18T00:00:00Z'), new Date('2021-05-18T06:00:00Z')]
    const hours = await run('weather', {
      $densify: { field: 'at', range: { step: 2, unit: 'hour', bounds } },
    })
    expect(hours.map(({ at, temp }) => [at.getUTCHours(), temp])).to.deep.equal([
      [0, 12],
      [2, undefined],
      [4, 11],
    ])
    expect(
      await codeOf(
        run('coffee', { $densify: { field: 'altitude', range: { step: 0, bounds: 'full' } } }),
      ),
    ).to.equal(5733401)
    expect(
      await codeOf(
        run('coffee', { $densify: { field: 'variety', range: { step: 1, bounds: 'full' } } }),
      ),
    ).to.equal(5733201)
  })

  it('$redact keeps, prunes or goes on within', async () => {
    await opened.things('forecasts').insertOne({
      _id: 1,
      title: '123 Department Report',
      tags: ['G', 'STLW'],
      year: 2014,
      subsections: [
        { subtitle: 'Section 1: Overview', tags: ['SI', 'G'], content: 'content 1' },
        { subtitle: 'Section 2: Analysis', tags: ['STLW'], content: 'content 2' },
        {
          subtitle: 'Section 3: Budgeting',
          tags: ['TK'],
          content: { text: 'content 3', tags: ['HCS'] },
        },
      ],
    })
    const seen = {
      $cond: [
        { $gt: [{ $size: { $setIntersection: ['$tags', ['STLW', 'G']] } }, 0] },
        '$$DESCEND',
        '$$PRUNE',
      ],
    }
    const [found] = await run('forecasts', { $redact: seen })
    expect(found?.subsections.map(({ content }: Document) => content)).to.deep.equal([
      'content 1',
      'content 2',
    ])
    expect(
      await run('forecasts', {
        $redact: { $cond: [{ $eq: ['$$ROOT.year', 2014] }, '$$KEEP', '$$PRUNE'] },
      }),
    ).to.have.length(1)
    expect(await codeOf(run('forecasts', { $redact: 'x' }))).to.equal(17053)
  })

  it('accumulators give several values, or those of an order of their own', async () => {
    const [found] = await run('artwork', {
      $group: {
        _id: null,
        top: { $top: { output: '$_id', sortBy: { price: -1 } } },
        topN: { $topN: { n: 2, output: '$_id', sortBy: { price: -1 } } },
        bottom: { $bottom: { output: ['$_id', '$price'], sortBy: { price: -1 } } },
        bottomN: { $bottomN: { n: 2, output: '$_id', sortBy: { price: -1 } } },
        firstN: { $firstN: { input: '$_id', n: 3 } },
        lastN: { $lastN: { input: '$_id', n: 2 } },
        maxN: { $maxN: { input: '$price', n: 2 } },
        minN: { $minN: { input: '$price', n: 1 } },
        median: { $median: { input: '$price', method: 'approximate' } },
        p: { $percentile: { input: '$price', p: [0, 1], method: 'approximate' } },
      },
    })
    expect(found).to.deep.equal({
      _id: null,
      top: 5,
      topN: [5, 6],
      bottom: [3, 76.04],
      bottomN: [8, 3],
      firstN: [1, 2, 3],
      lastN: [7, 8],
      maxN: [483, 385],
      minN: [76.04],
      median: 167.3,
      p: [76.04, 483],
    })
  })

  it('$out puts the result in the place of a collection, whose indexes stay', async () => {
    await opened.things('budgets').insertOne({ _id: 'old' })
    await opened.things('budgets').createIndex({ total: 1 }, { unique: true })
    const group = { $group: { _id: '$dept', total: { $sum: '$salary' } } }
    expect(await run('salaries', group, { $out: 'budgets' })).to.deep.equal([])
    expect(await opened.things('budgets').find().sort({ _id: 1 }).toArray()).to.deep.equal([
      { _id: 'A', total: 335 },
      { _id: 'Z', total: 115 },
    ])
    const same = { $project: { total: { $literal: 1 } } }
    expect(await codeOf(run('salaries', same, { $out: 'budgets' }))).to.equal(11000)
    expect(await opened.things('budgets').countDocuments(), 'all or nothing').to.equal(2)
    expect(await codeOf(run('salaries', { $out: 'budgets' }, { $match: {} }))).to.equal(40601)
  })

  it('$merge adds, and joins with what is there as it is told', async () => {
    const totals = opened.things('totals')
    const merged = async (merge: Document, ...stages: Document[]) => {
      await totals.deleteMany({})
      await totals.insertMany([
        { _id: 1, kept: true, salary: 1 },
        { _id: 9, kept: true },
      ])
      await run(
        'salaries',
        { $match: { _id: { $lte: 2 } } },
        { $project: { salary: 1 } },
        ...stages,
        {
          $merge: { into: 'totals', ...merge },
        },
      )
      return totals.find().sort({ _id: 1 }).toArray()
    }
    const nine = { _id: 9, kept: true }
    expect(await merged({})).to.deep.equal([
      { _id: 1, kept: true, salary: 100 },
      { _id: 2, salary: 120 },
      nine,
    ])
    expect(await merged({ whenMatched: 'replace', whenNotMatched: 'discard' })).to.deep.equal([
      { _id: 1, salary: 100 },
      nine,
    ])
    expect(await merged({ whenMatched: 'keepExisting' })).to.deep.equal([
      { _id: 1, kept: true, salary: 1 },
      { _id: 2, salary: 120 },
      nine,
    ])
    const add = [{ $set: { salary: { $add: ['$salary', '$$new.salary'] } } }]
    expect(await merged({ whenMatched: add })).to.deep.equal([
      { _id: 1, kept: true, salary: 101 },
      { _id: 2, salary: 120 },
      nine,
    ])
    expect(await codeOf(merged({ whenMatched: 'fail' }))).to.equal(11000)
    expect(await codeOf(merged({ whenNotMatched: 'fail' }))).to.equal(13113)
    expect(await codeOf(merged({ on: 'dept' }))).to.equal(51183)
    expect(await codeOf(merged({ whenMatched: 'sometimes' }))).to.equal(2)
  })

  it('$merge joins by other fields where an index makes them unique', async () => {
    const archive = opened.things('archive')
    await archive.createIndex({ employee: 1, year: 1 }, { unique: true })
    await archive.insertOne({ _id: 77, employee: 'Ant', year: 2017, salary: new Double(1) })
    await run(
      'salaries',
      { $unset: '_id' },
      {
        $merge: { into: 'archive', on: ['employee', 'year'], whenMatched: 'merge' },
      },
    )
    expect(await archive.countDocuments()).to.equal(4)
    expect(await archive.findOne({ employee: 'Ant', year: 2017 })).to.deep.equal({
      _id: 77,
      employee: 'Ant',
      year: 2017,
      salary: 100,
      dept: 'A',
    })
  })
})
