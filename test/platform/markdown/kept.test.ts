import { expect } from 'chai'
import { Kept } from '../../../server/platform/markdown/kept.ts'

describe('what was made of texts', () => {
  it('is there again for the same text, and nothing for another', () => {
    const kept = new Kept(10)
    expect(kept.keep('abc', '1')).to.equal('1')
    expect(kept.get('abc')).to.equal('1')
    expect(kept.get('abd')).to.equal(undefined)
  })

  it('leaves when newer texts need the room, whatever was asked for last staying', () => {
    const kept = new Kept(10)
    kept.keep('aaaa', '1')
    kept.keep('bbbb', '2')
    kept.get('aaaa')
    kept.keep('cccc', '3')
    expect(['aaaa', 'bbbb', 'cccc'].map(text => kept.get(text))).to.deep.equal([
      '1',
      undefined,
      '3',
    ])
  })

  it('takes no room for a text that is longer than all of it, nor twice for the same', () => {
    const kept = new Kept(10)
    kept.keep('aaaa', '1')
    kept.keep('aaaa', '2')
    kept.keep('bbbb', '3')
    expect([kept.get('aaaa'), kept.get('bbbb')]).to.deep.equal(['2', '3'])
    kept.keep('x'.repeat(11), '4')
    expect(kept.get('x'.repeat(11))).to.equal(undefined)
  })
})
