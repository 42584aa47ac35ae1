import { Decimal128 } from 'bson'
import { expect } from 'chai'
import type { Document } from 'mongodb'
import { failure, type Opened, openTemporary } from './open.ts'

describe('embedded store: what it does not do', () => {
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
    await opened.things('things').insertOne({ _id: 1, d: Decimal128.fromString('1.5'), n: 1 })
  })
  after(() => opened.close())

  /** Each body is refused with NotImplemented, and its message names what is missing. */
  async function refused(table: [Document, string][]): Promise<void> {
    for (const [body, named] of table) {
      const label = JSON.stringify(body)
      const outcome = await opened.db.command(body).catch(error => error)
      const error = outcome.writeErrors?.[0] ?? outcome
      expect(error.code, label).to.equal(238)
      expect(error.errmsg ?? error.message, label).to.include(named)
    }
  }

  it('is refused by name: options of commands', () =>
    refused([
      ...[
        'capped',
        'validator',
        'viewOn',
        'timeseries',
        'collation',
        'clusteredIndex',
        'expireAfterSeconds',
      ].map((option): [Document, string] => [
        { create: 'new', [option]: { locale: 'fr' } },
        `create.${option}`,
      ]),
      ...['min', 'max', 'let'].map((option): [Document, string] => [
        { find: 'things', [option]: { a: 1 } },
        `find.${option}`,
      ]),
      [{ find: 'things', returnKey: true }, 'find.returnKey'],
      [{ find: 'things', showRecordId: true }, 'find.showRecordId'],
      [{ find: 'things', collation: { locale: 'fr' } }, 'find.collation'],
      [{ find: 'things', collation: { locale: 'simple', strength: 1 } }, 'find.collation'],
      [{ count: 'things', collation: { locale: 'fr' } }, 'count.collation'],
      [{ distinct: 'things', key: 'a', collation: { locale: 'fr' } }, 'distinct.collation'],
      [{ aggregate: 'things', pipeline: [], cursor: {}, let: { a: 1 } }, 'aggregate.let'],
      [{ aggregate: 1, pipeline: [], cursor: {} }, 'whole database'],
      [
        {
          update: 'things',
          updates: [{ q: {}, u: { $set: { a: 1 } }, collation: { locale: 'fr' } }],
        },
        'collation',
      ],
      [
        { update: 'things', updates: [{ q: {}, u: [{ $set: { a: 1 } }], c: { x: 1 } }] },
        'update.updates.c',
      ],
      [
        { update: 'things', updates: [{ q: {}, u: { $set: { a: 1 } } }], let: { a: 1 } },
        'update.let',
      ],
      [
        { delete: 'things', deletes: [{ q: {}, limit: 1, collation: { locale: 'fr' } }] },
        'collation',
      ],
      [
        { findAndModify: 'things', remove: true, collation: { locale: 'fr' } },
        'findAndModify.collation',
      ],
      [{ collMod: 'things', validator: { a: 1 } }, 'collMod.validator'],
      [{ collMod: 'things', index: { name: '_id_', hidden: true } }, 'collMod.index.hidden'],
    ]))

  it('is refused by name: indexes', () => {
    const index = (more: Document): Document => ({
      createIndexes: 'things',
      indexes: [{ key: { a: 1 }, name: 'x', ...more }],
    })
    return refused([
      ...['text', '2d', '2dsphere', 'hashed'].map((kind): [Document, string] => [
        index({ key: { a: kind } }),
        kind,
      ]),
      [index({ key: { '$**': 1 } }), 'wildcard'],
      [index({ key: { 'a.$**': 1 } }), 'wildcard'],
      [index({ hidden: true }), 'hidden'],
      [index({ collation: { locale: 'fr' } }), 'collation'],
      [index({ weights: { a: 2 } }), 'weights'],
      [index({ bucketSize: 1 }), 'bucketSize'],
      [index({ wildcardProjection: { a: 1 } }), 'wildcardProjection'],
      [index({ storageEngine: { a: 1 } }), 'storageEngine'],
    ])
  })

  it('is refused by name: query operators and what regular expressions have elsewhere', () => {
    const find = (filter: Document): Document => ({ find: 'things', filter })
    const foreign = [
      '\\Aa',
      'a\\z',
      '[[:alpha:]]',
      '\\p{L}',
      'a++',
      '(?>a)',
      '(?#x)a',
      '\\Qa.b\\E',
      'a\\R',
    ]
    return refused([
      [find({ $where: 'true' }), '$where'],
      [find({ $text: { $search: 'x' } }), '$text'],
      [find({ $jsonSchema: {} }), '$jsonSchema'],
      ...['$near', '$nearSphere', '$geoWithin', '$geoIntersects'].map(
        (name): [Document, string] => [find({ a: { [name]: {} } }), name],
      ),
      ...foreign.map((text): [Document, string] => [
        find({ a: { $regex: text } }),
        'regular expressions',
      ]),
      [find({ a: { $regex: 'a b', $options: 'x' } }), 'flag x'],
      [{ find: 'things', sort: { a: { $meta: 'textScore' } } }, '$meta'],
      [{ find: 'things', projection: { a: { $meta: 'textScore' } } }, '$meta'],
    ])
  })

  it('is refused by name: stages, accumulators and expressions', () => {
    const pipeline = (stage: Document): Document => ({
      aggregate: 'things',
      pipeline: [stage],
      cursor: {},
    })
    const stages =
      '$bucket $bucketAuto $densify $facet $fill $graphLookup $lookup $merge $out $redact $sample ' +
      '$setWindowFields $sortByCount $unionWith ' +
      '$collStats $indexStats $currentOp $documents $geoNear ' +
      '$listSessions $planCacheStats $search $vectorSearch'
    const expressions =
      '$add $concat $convert $dateAdd $dateTrunc $filter $let $map $mergeObjects $reduce $sin $size $sum $switch ' +
      '$toString $year $function $accumulator $sampleRate $toHashedIndexKey'
    const accumulators = '$accumulator $firstN $mergeObjects $percentile $stdDevPop $topN'
    return refused([
      ...stages.split(' ').map((name): [Document, string] => [pipeline({ [name]: {} }), name]),
      ...expressions
        .split(' ')
        .filter(name => name !== '$accumulator')
        .map((name): [Document, string] => [pipeline({ $project: { x: { [name]: {} } } }), name]),
      ...accumulators
        .split(' ')
        .map((name): [Document, string] => [
          pipeline({ $group: { _id: 1, x: { [name]: {} } } }),
          name,
        ]),
    ])
  })

  it('is refused by name: arithmetic on Decimal128', () =>
    refused([
      ...['$sum', '$avg'].map((name): [Document, string] => [
        {
          aggregate: 'things',
          pipeline: [{ $group: { _id: null, x: { [name]: '$d' } } }],
          cursor: {},
        },
        `Decimal128 (${name})`,
      ]),
      [{ update: 'things', updates: [{ q: {}, u: { $inc: { d: 1 } } }] }, 'Decimal128 ($inc)'],
      [
        { update: 'things', updates: [{ q: {}, u: { $mul: { n: Decimal128.fromString('2') } } }] },
        'Decimal128 ($mul)',
      ],
    ]))

  it('changes nothing when it is refused', async () => {
    await failure(opened.things('things').updateMany({}, { $inc: { n: 1, d: 1 } }))
    expect(await opened.things('things').findOne({})).to.deep.include({ n: 1 })
    expect(await opened.db.listCollections({}, { nameOnly: true }).toArray()).to.deep.equal([
      { name: 'things', type: 'collection' },
    ])
  })
})
