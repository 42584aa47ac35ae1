import { expect } from 'chai'
import { colourSheet } from '../../../server/platform/network/colours.ts'

describe('the colours of a network', () => {
  it('hold in the light only, with their darker and lighter companions', () => {
    const sheet = colourSheet({ act: '#0a5f5b', bar: '#000000' })
    expect(sheet).to.include('--act:#0a5f5b;--act-2:#084a47;--bar:#000000;--bar-2:#1f1f1f')
    expect(sheet).to.match(/^@media \(prefers-color-scheme:light\)/)
    expect(sheet).to.include(':root[data-theme=light]{')
  })

  it('change nothing when none is chosen', () => {
    expect(colourSheet({ act: '', bar: null })).not.to.include('--')
  })
})
