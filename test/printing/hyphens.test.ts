import { expect } from 'chai'
import { cutsOf } from '../../server/printing/pdf/hyphens.ts'

describe('the hyphens of what is printed', () => {
  it('fall between syllables, three letters or more on each side, the longest first', () => {
    expect(cutsOf('ordinateur', 'fr')[0]).to.deep.equal(['ordina', 'teur'])
    for (const [head, tail] of cutsOf('«\u00A0imprimante,', 'fr'))
      expect(
        [head.match(/\p{L}/gu)?.length, tail.match(/\p{L}/gu)?.length].every(n => n && n >= 3),
      ).to.equal(true, `${head}-${tail}`)
  })

  it('cut no name, initials, address nor figure', () => {
    for (const word of [
      'Quimperlé',
      '«\u00A0Tinkercad',
      'ADEMEENERGIE',
      'aide@exemple',
      'www.exemple',
    ])
      expect(cutsOf(word, 'fr'), word).to.deep.equal([])
  })
})
