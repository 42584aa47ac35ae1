import { expect } from 'chai'
import { allows, termsOf, together } from '../../server/library/licences.ts'
import { licenceOf } from '../../server/library/vocabulary.ts'

const SA = 'CC BY-SA 4.0'
const BY = 'CC BY 4.0'
const RESERVED = 'All rights reserved'

/** The licence as people write it, what a copy may take and may not, and what it carries. */
const OPEN: [string, { may: string[]; not: string[]; carries: string[] }][] = [
  ['cc0', { may: ['CC0 1.0', BY, SA, RESERVED, 'GPL'], not: [], carries: [] }],
  ['CC BY', { may: [BY, SA, 'CC BY-NC 4.0'], not: ['CC0 1.0', RESERVED], carries: ['credit'] }],
  ['CC BY-SA', { may: [SA], not: [BY, 'CC0 1.0', RESERVED], carries: ['credit', 'shareAlike'] }],
  ['CC BY-SA 3.0', { may: [SA, 'CC BY-SA 3.0'], not: [BY], carries: ['credit', 'shareAlike'] }],
  [
    'Etalab',
    {
      may: ['Licence Ouverte 2.0', BY, SA],
      not: ['CC0 1.0', RESERVED],
      carries: ['credit', 'sourceDate'],
    },
  ],
  [
    'CC BY-NC',
    {
      may: ['CC BY-NC 4.0', 'CC BY-NC-SA 4.0'],
      not: [BY, SA],
      carries: ['credit', 'nonCommercial'],
    },
  ],
  [
    'CC BY-NC-SA 4.0',
    {
      may: ['CC BY-NC-SA 4.0'],
      not: ['CC BY-NC 4.0', SA],
      carries: ['credit', 'shareAlike', 'nonCommercial'],
    },
  ],
]

const CLOSED: [string, string][] = [
  ['CC BY-ND', 'noDerivatives'],
  ['CC BY-NC-ND 4.0', 'noDerivatives'],
  ['Tous droits réservés', 'allRights'],
  ['Une licence à nous', 'unknown'],
  ['', 'unknown'],
]

describe('What a licence lets one make of a resource', () => {
  for (const [written, { may, not, carries }] of OPEN)
    it(`${written}: a copy under ${may.join(', ')}`, () => {
      const terms = termsOf(licenceOf(written))
      expect(terms).to.deep.include({ may: true, carries })
      for (const licence of may) expect(allows(terms, licence), licence).to.equal(true)
      for (const licence of not) expect(allows(terms, licence), licence).to.equal(false)
    })

  for (const [written, why] of CLOSED)
    it(`${written || 'none'}: no copy, unless the author agrees`, () => {
      const licence = licenceOf(written)
      expect(termsOf(licence)).to.deep.equal({ may: false, why })
      expect(allows(termsOf(licence), licence)).to.equal(false)
      const agreed = termsOf(licence, { agreed: true })
      expect(agreed).to.deep.include({ may: true, carries: ['credit', 'agreement'] })
      expect(allows(agreed, RESERVED)).to.equal(true)
      expect(allows(agreed, SA)).to.equal(false)
    })

  it('asks of a copy of a copy what each of both asks', () => {
    const chain = together([termsOf(BY), termsOf('Licence Ouverte 2.0'), termsOf(SA)])
    expect(chain).to.deep.equal({
      may: true,
      licences: [SA],
      carries: ['credit', 'sourceDate', 'shareAlike'],
    })
    expect(together([termsOf(SA), termsOf('CC BY-NC 4.0')])).to.deep.include({ may: false })
    expect(together([termsOf(SA), termsOf('CC BY-ND 4.0')]).may).to.equal(false)
    expect(allows(together([]), RESERVED)).to.equal(true)
  })
})
