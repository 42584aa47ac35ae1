import { expect } from 'chai'
import { failure, type Opened, openTemporary } from './open.ts'

const MANY = 60_000
/** Each of these held others up for a second and more when it was done in one go; a busy machine may make turns longer. */
const LONGEST_WAIT_MS = 250

describe('embedded store: what takes long', function () {
  this.timeout(60_000)
  let opened: Opened

  before(async () => {
    opened = await openTemporary({ worker: true })
    for (let from = 0; from < MANY; from += 10_000) {
      const documents = Array.from({ length: 10_000 }, (_, i) => ({
        _id: from + i,
        n: ((from + i) * 7919) % MANY,
        text: `text ${i}`,
      }))
      await opened.things('many').insertMany(documents)
    }
    await opened.things('few').insertOne({ _id: 1 })
  })
  after(() => opened.close())

  /** The longest that another client waited for one document while `work` went on, and how often it got one. */
  async function waits(work: Promise<unknown>): Promise<{ longest: number; turns: number }> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    const found = { longest: 0, turns: 0 }
    while (!isDone) {
      const asked = performance.now()
      await opened.things('few').findOne({ _id: 1 })
      found.longest = Math.max(found.longest, performance.now() - asked)
      found.turns++
    }
    await done
    return found
  }

  const WORKS: Record<string, () => Promise<unknown>> = {
    'a scan that finds nothing': () => opened.things('many').findOne({ text: 'none' }),
    'a count': () => opened.things('many').countDocuments({ text: { $ne: 'none' } }),
    'the building of an index': () => opened.things('many').createIndex({ n: 1, text: 1 }),
    'a validation': () => opened.db.command({ validate: 'many' }),
  }

  for (const [what, work] of Object.entries(WORKS))
    it(`gives others their turn: ${what}`, async () => {
      const { longest, turns } = await waits(work())
      expect(turns).to.be.greaterThan(3)
      expect(longest).to.be.below(LONGEST_WAIT_MS)
    })

  it('lets writes wait while an index is built, which then holds what they wrote', async () => {
    const many = opened.things('many')
    const built = many.createIndex({ text: 1, n: -1 })
    await Promise.all([
      built,
      many.insertOne({ _id: -1, text: 'late', n: 1 }),
      many.updateOne({ _id: 5 }, { $set: { text: 'changed' } }),
      many.deleteOne({ _id: 6 }),
    ])
    expect(await opened.db.command({ validate: 'many' })).to.include({ valid: true })
    expect(await many.find({ text: 'late' }).hint('text_1_n_-1').toArray()).to.have.length(1)
  })

  it('ends an index build whose collection is dropped', async () => {
    const built = failure(opened.things('many').createIndex({ text: -1 }))
    await opened.things('few').findOne({ _id: 1 })
    await opened.things('many').drop()
    expect((await built).code).to.equal(175)
  })

  it('is stopped after maxTimeMS', async () => {
    const documents = Array.from({ length: 20_000 }, (_, i) => ({ text: `text ${i}` }))
    await opened.things('more').insertMany(documents)
    const stopped = await failure(
      opened.things('more').find({ text: 'none' }, { maxTimeMS: 1 }).toArray(),
    )
    expect(stopped).to.include({ code: 50, codeName: 'MaxTimeMSExpired' })
  })
})
