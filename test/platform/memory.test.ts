import { expect } from 'chai'
import { forget, forgetAll, moment, recall, remember } from '../../server/platform/memory.ts'

describe('what a process remembers', () => {
  beforeEach(forgetAll)

  it('is read once until one of its topics changes', async () => {
    let reads = 0
    const read = () => remember(['threads', 'members'], 'key', async () => ++reads)
    expect([await read(), await read()]).to.deep.equal([1, 1])
    forget('spaces')
    expect(await read()).to.equal(1)
    forget('members')
    expect(await read()).to.equal(2)
  })

  it('is not kept when a topic changed while it was read', async () => {
    const slow = remember(['threads'], 'key', async () => {
      forget('threads')
      return 'old'
    })
    expect(await slow).to.equal('old')
    expect(recall('key')).to.equal(undefined)
  })

  it('is not kept when its matter was read before a change', async () => {
    const asOf = moment()
    forget('threads')
    expect(await remember(['threads'], 'key', async () => 'old', { asOf })).to.equal('old')
    expect(recall('key')).to.equal(undefined)
    forgetAll()
    await remember(['groups'], 'key', async () => 'old', { asOf })
    expect(recall('key')).to.equal(undefined)
  })

  it('is not kept when its reading failed', async () => {
    const failing = remember(['threads'], 'key', () => Promise.reject(new Error('no')))
    await failing.catch(() => {})
    expect(await remember(['threads'], 'key', async () => 'yes')).to.equal('yes')
  })

  it('stays within bounds: pages push out the oldest', async () => {
    for (let n = 0; n < 1_000; n++)
      await remember(['threads'], `page ${n}`, async () => n, { weight: 10 })
    const kept = Array.from({ length: 1_000 }, (_, n) => recall(`page ${n}`)).filter(Boolean)
    expect(kept).to.have.length(400)
    expect(await recall('page 999')).to.equal(999)
  })
})
