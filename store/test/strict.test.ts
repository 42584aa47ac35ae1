import { expect } from 'chai'
import { failure, type Opened, openTemporary } from './open.ts'

describe('embedded store: strict mode', () => {
  let opened: Opened

  before(async () => {
    opened = await openTemporary({ strict: true })
    const many = Array.from({ length: 150 }, (_, n) => ({ n, word: `w${n % 7}` }))
    await opened.things('large').insertMany(many)
    await opened.things('large').createIndex({ word: 1, n: 1 })
    await opened.things('small').insertMany(many.slice(0, 90))
  })
  after(() => opened.close())

  it('refuses to look through more than 100 documents, and tells the query’s shape without its values', async () => {
    const large = opened.things('large')
    for (const asked of [
      () =>
        large
          .find({ n: { $gt: 149 }, secret: 'hush' })
          .sort({ other: -1 })
          .toArray(),
      () => large.deleteMany({ n: { $gt: 149 }, secret: 'hush' }),
      () => large.updateMany({ n: { $gt: 149 }, secret: 'hush' }, { $set: { n: 0 } }),
      () => large.countDocuments({ n: { $gt: 149 }, secret: 'hush' }),
    ]) {
      const error = await failure(asked())
      expect(error.code).to.equal(291)
      expect(error.message).to.include('"n":{"$gt":"?"}').and.include('large')
      expect(error.message).to.not.include('hush')
    }
  })

  it('lets by what an index serves, what is small, and what says that it means it', async () => {
    const large = opened.things('large')
    expect(await large.find({ word: 'w3' }).toArray()).to.have.length.above(10)
    expect(await large.find({}).sort({ word: -1 }).toArray()).to.have.length(150)
    expect(await large.find({}).limit(5).toArray()).to.have.length(5)
    expect(await large.countDocuments({})).to.equal(150)
    expect(await large.find({ n: 3 }).hint({ $natural: 1 }).toArray()).to.have.length(1)
    expect(
      await opened
        .things('small')
        .find({ n: { $gt: 85 } })
        .toArray(),
    ).to.have.length(4)
  })
})
