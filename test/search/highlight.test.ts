import { expect } from 'chai'
import { highlight, passageOf } from '../../server/search/highlight.ts'

describe('what was found, marked', () => {
  const found = new Set(['reparer', 'coeur', 'velo', 'velos'])

  it('marks words whatever their accents, and nothing inside others', () => {
    expect(highlight('Réparer un VÉLO, des vélodromes', found)).to.equal(
      '<mark>Réparer</mark> un <mark>VÉLO</mark>, des vélodromes',
    )
    expect(highlight('Le cœur', found)).to.equal('Le <mark>cœur</mark>')
  })

  it('writes HTML that nobody wrote as text', () => {
    const html = highlight('<b>vélo</b> "&" <script>', found)
    expect(html)
      .to.contain('&lt;b&gt;<mark>vélo</mark>')
      .and.not.match(/<(b|script)/)
    expect(highlight('<mark>x', new Set(['mark']))).to.equal('&lt;<mark>mark</mark>&gt;x')
  })

  it('shows the part that says the most, between whole words', () => {
    const text = `${'un mot '.repeat(60)}le vélo ${'du temps '.repeat(60)}réparer le vélo rouge ${'fin '.repeat(60)}`
    const passage = passageOf(['rien', text], found)
    expect(passage?.html).to.contain('<mark>réparer</mark> le <mark>vélo</mark> rouge')
    expect(passage?.text.length).to.be.below(200)
    expect(passage?.text).to.match(/^… \S.*\S …$/)
    expect(passageOf(['rien'], found)).to.equal(undefined)
  })
})
