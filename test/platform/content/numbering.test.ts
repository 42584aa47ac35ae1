import { expect } from 'chai'
import { mongo, Types } from 'mongoose'
import { Reply } from '../../../models/reply.ts'
import { writeNumbered } from '../../../server/platform/content/numbering.ts'
import { createOnce } from '../../../server/platform/content/sent-once.ts'
import { useHub } from '../../support/hub.ts'

const words = { body: 'mot', html: '<p>mot</p>', author: new Types.ObjectId() }

describe('Numbered posts', () => {
  useHub()

  const post = (thread: Types.ObjectId, once?: string) =>
    writeNumbered({
      highest: async () => {
        const last = await Reply.findOne({ thread }, 'number').sort({ number: -1 }).lean()
        return last?.number ?? 0
      },
      write: number =>
        Reply.create({
          ...words,
          thread,
          number,
          createdAt: new Date(),
          ...(once ? { once } : {}),
        }),
      same: async () => (once ? Reply.findOne({ once }) : null),
    })

  it('have no gap, however many are written at once', async () => {
    const thread = new Types.ObjectId()
    const written = await Promise.all(Array.from({ length: 20 }, () => post(thread)))
    const numbers = written.map(({ record }) => record.number)
    expect(numbers).to.have.members(Array.from({ length: 20 }, (_, n) => n + 1))
  })

  it('are one when the same is sent five times at once, and say which was first', async () => {
    const thread = new Types.ObjectId()
    const once = `sent ${thread}`
    const written = await Promise.all(Array.from({ length: 5 }, () => post(thread, once)))
    expect(new Set(written.map(({ record }) => record.id))).to.have.length(1)
    expect(written.filter(({ isNew }) => isNew)).to.have.length(1)
    expect(await Reply.countDocuments({ thread })).to.equal(1)
  })
})

describe('What is sent twice', () => {
  const taken = () =>
    Promise.reject(new mongo.MongoServerError({ message: 'E11000 duplicate key', code: 11000 }))

  it('is the one that was there before', async () => {
    const sent = await createOnce({ create: taken, same: async () => 'the first' })
    expect(sent).to.deep.equal({ record: 'the first', isNew: false })
  })

  it('is refused as it was when no such one is there', async () => {
    const failure = await createOnce({ create: taken, same: async () => null }).catch(
      error => error,
    )
    expect(failure).to.include({ code: 11000 })
  })

  it('is not looked for when it fails for another reason', async () => {
    const failing = createOnce({
      create: () => Promise.reject(new Error('no room')),
      same: async () => 'the first',
    })
    expect(await failing.catch(String)).to.equal('Error: no room')
  })
})
