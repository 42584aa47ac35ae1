import { expect } from 'chai'
import { Resource } from '../../../models/resource.ts'
import { forget, watchForgetting } from '../../../server/platform/memory.ts'
import { LostWords } from '../../../server/platform/realtime/lost-words.ts'
import { shareForgetting } from '../../../server/platform/realtime/redis.ts'
import { aResource } from '../../library/support/resources.ts'
import { useHub } from '../../support/hub.ts'
import { foundBy } from '../../support/searches.ts'

describe('What another process said and did not arrive', () => {
  useHub()

  it('is noticed by the next thing it says, or by its count when it says nothing', () => {
    const words = new LostWords()
    expect(words.isLost('b', 7, true)).to.equal(false)
    expect(words.isLost('b', 8, true)).to.equal(false)
    expect(words.isLost('b', 8, false)).to.equal(false)
    expect(words.isLost('b', 10, true)).to.equal(true)
    expect(words.isLost('b', 11, true)).to.equal(false)
    expect(words.isLost('b', 12, false)).to.equal(true)
    expect(words.isLost('b', 12, false)).to.equal(false)
    // Out of order: it was missed already.
    expect(words.isLost('b', 9, true)).to.equal(false)
  })

  it('is noticed of a process that came later, from its first word', () => {
    let now = 0
    const words = new LostWords(() => now)
    now = 60_000
    expect(words.isLost('c', 1, true)).to.equal(false)
    expect(words.isLost('d', 2, true)).to.equal(true)
    expect(words.isLost('e', 0, false)).to.equal(false)
    expect(words.isLost('e', 1, false)).to.equal(true)
  })

  it('has the search read the store anew, and nothing else does', async () => {
    const { hear, stop } = aBus()
    try {
      hear({ from: 'b', count: 0, topics: [] })
      const { _id } = await aResource({ title: 'Une libellule' })
      const titles = async (q: string) => (await foundBy(undefined, q)).map(({ title }) => title)
      expect(await titles('libellule')).to.have.length(1)
      const heard: unknown[] = []
      const unwatch = watchForgetting(topics => heard.push(topics))
      // Written by another process, whose word of it is dropped.
      await Resource.collection.updateOne({ _id }, { $set: { title: 'Une cigale' } })
      hear({ from: 'b', count: 0, topics: [] })
      expect(await titles('cigale')).to.deep.equal([])
      expect(heard).to.deep.equal([])
      hear({ from: 'b', count: 1, topics: [] })
      expect(await titles('cigale')).to.deep.equal(['Une cigale'])
      expect(heard).to.deep.equal([undefined])
      await Resource.collection.deleteOne({ _id })
      hear({ from: 'b', count: 3, topics: ['threads'] })
      expect(await titles('cigale')).to.deep.equal([])
      unwatch()
    } finally {
      stop()
    }
  })

  it('is counted for the others, once a turn', async () => {
    const { said, stop } = aBus()
    try {
      forget('synonyms', 'members')
      forget('members')
      await new Promise(resolve => setImmediate(resolve))
      forget('spaces')
      await new Promise(resolve => setImmediate(resolve))
      expect(said.map(({ count, topics }) => [count, topics])).to.deep.equal([
        [1, ['synonyms', 'members']],
        [2, ['spaces']],
      ])
    } finally {
      stop()
    }
  })

  it('is not believed when it is something else', () => {
    const { hear, stop } = aBus()
    for (const told of [undefined, [], 'x', { from: 1 }, { from: 'b', count: 'x', topics: [] }])
      expect(() => hear(told)).not.to.throw()
    stop()
  })
})

type Said = { from: string; count: number; topics: string[] }

/** The line between processes, of which the test is the other end. */
function aBus() {
  const said: Said[] = []
  let listener: (told: unknown) => void = () => {}
  const stop = shareForgetting({
    on: (_event, heard) => {
      listener = heard
    },
    serverSideEmit: (_event, told) => said.push(told as Said),
  })
  return { said, stop, hear: (told: unknown) => listener(told) }
}
