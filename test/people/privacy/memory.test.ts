import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { Types } from 'mongoose'
import { Message } from '../../../models/message.ts'
import { archiveOf } from '../../../server/people/privacy/export/archive.ts'
import { useHub } from '../../support/hub.ts'
import { aMember } from '../../support/people.ts'

const HOW_MANY = 12_000
const BODY = 'mot '.repeat(500)

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

describe('the archive of somebody who wrote a lot', function () {
  this.timeout(90_000)
  useHub()

  it('is written while it is read: no more of it is in memory than a reader takes', async () => {
    const { _id } = await aMember()
    await fill(_id)
    const archive = await archiveOf({ _id }, 'fr')
    let [size, most, chunks] = [0, 0, 0]
    const before = heap()
    for await (const chunk of archive) {
      size += chunk.length
      // A whole collection of garbage takes longer than a chunk.
      if (++chunks % 4 === 0) most = Math.max(most, heap() - before)
    }
    expect(chunks).to.be.greaterThan(40)
    // 24 MB of words, twice in the archive; compressed they are little.
    expect(size).to.be.greaterThan(100_000)
    expect(most).to.be.lessThan(12 * 2 ** 20)
  })

  /** Through the driver: the search, which would read it all, is not what is measured here. */
  async function fill(author: Types.ObjectId) {
    const room = new Types.ObjectId()
    for (let seq = 0; seq < HOW_MANY; seq += 1000)
      await Message.collection.insertMany(
        Array.from({ length: 1000 }, (_, n) => ({
          ...{ room, author, seq: seq + n + 1, clientId: `c${seq + n}` },
          ...{ body: `${seq + n} ${BODY}`, html: '', createdAt: new Date() },
        })),
      )
  }

  function heap() {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
})
