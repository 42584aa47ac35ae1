import { expect } from 'chai'
import type { FindCursor } from 'mongodb'
import { failure, type Opened, openTemporary, type Thing } from './open.ts'

/** What can be taken away under a cursor. */
const DROPS: Record<string, (opened: Opened) => Promise<unknown>> = {
  'its index': ({ things }) => things('things').dropIndex('n_1'),
  'its collection': ({ things }) => things('things').drop(),
  'its database': ({ db }) => db.dropDatabase(),
}

for (const worker of [false, true]) {
  describe(`embedded store: a cursor ${worker ? 'in the thread' : 'in the same thread'}`, () => {
    let opened: Opened

    beforeEach(async () => {
      opened = await openTemporary({ worker })
      const documents = Array.from({ length: 1000 }, (_, n) => ({ n, text: `text ${n % 7}` }))
      await opened.things('things').insertMany(documents)
      await opened.things('things').createIndex({ n: 1 })
    })
    afterEach(() => opened.close())

    /** Ten documents in, with most of the others still to come. */
    async function begun(cursor: FindCursor<Thing>) {
      for (let n = 0; n < 10; n++) await cursor.next()
      return cursor
    }

    for (const [what, drop] of Object.entries(DROPS))
      it(`is killed, and not the process, when ${what} is dropped`, async () => {
        const all = opened.things('things').find({ n: { $gte: 0 } })
        const cursor = await begun(all.sort({ n: 1 }).batchSize(10))
        await drop(opened)
        const killed = await failure(cursor.toArray())
        expect(killed.code).to.equal(175)
        expect(await opened.things('others').countDocuments()).to.equal(0)
      })

    it('is killed with its collection where it was sorted in memory', async () => {
      const cursor = await begun(opened.things('things').find().sort({ text: 1 }).batchSize(10))
      await opened.things('things').drop()
      expect((await failure(cursor.toArray())).code).to.equal(175)
    })

    it('goes on when another index is dropped', async () => {
      await opened.things('things').createIndex({ text: 1 })
      const all = opened.things('things').find({ n: { $gte: 0 } })
      const cursor = await begun(all.sort({ n: 1 }).batchSize(10))
      await opened.things('things').dropIndex('text_1')
      expect(await cursor.toArray()).to.have.length(990)
    })
  })
}
