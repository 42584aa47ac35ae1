import { expect } from 'chai'
import { failure, type Opened, openTemporary } from './open.ts'

describe('embedded store: a regular expression that runs away', () => {
  let opened: Opened

  before(async () => {
    opened = await openTemporary()
    await opened.things('things').insertMany([{ text: `${'a'.repeat(40)}!` }, { text: 'aab' }])
  })
  after(() => opened.close())

  for (const $regex of ['^(a+)+$', '^(a|aa)*$', '(a*)*b$'])
    it(`is stopped with MaxTimeMSExpired: ${$regex}`, async () => {
      const started = performance.now()
      const stopped = await failure(opened.things('things').find({ text: { $regex } }).toArray())
      expect(stopped.code).to.equal(50)
      expect(performance.now() - started).to.be.below(2_000)
      expect(await opened.things('things').countDocuments({ text: 'aab' })).to.equal(1)
    })

  it('is told from one that only repeats', async () => {
    const find = (text: RegExp) => opened.things('things').countDocuments({ text })
    expect(await find(/a+b$/)).to.equal(1)
    expect(await find(/^a{2,}/)).to.equal(2)
  })
})
