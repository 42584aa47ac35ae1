import { expect } from 'chai'
import { checkDay, checkState } from '../../../server/library/due.ts'

const publishedAt = new Date('2025-01-31T10:00:00Z')

describe('The day from which a resource is to be verified', () => {
  const cases: [string, Parameters<typeof checkDay>[0], string][] = [
    ['18 months after it appeared', { publishedAt }, '2026-07-31'],
    [
      '18 months after somebody tried it',
      { publishedAt, tally: { works: true, checkedOn: '2026-03-03' } },
      '2027-09-03',
    ],
    ['the day its author chose', { publishedAt, verifyBy: '2026-02-01' }, '2026-02-01'],
    [
      'not later than 18 months, whatever its author chose',
      { publishedAt, verifyBy: '2030-01-01' },
      '2026-07-31',
    ],
    [
      'not the day chosen, once somebody tried it since',
      { publishedAt, verifyBy: '2026-02-01', tally: { works: true, checkedOn: '2026-02-01' } },
      '2027-08-01',
    ],
    [
      'the very day on which it was said to work no longer',
      { publishedAt, verifyBy: '2030-01-01', tally: { works: false, checkedOn: '2026-03-03' } },
      '2026-03-03',
    ],
  ]
  for (const [what, resource, day] of cases)
    it(`is ${what}`, () => expect(checkDay(resource)).to.equal(day))

  it('says what is known, and whether it is late or only old', () => {
    const at = (day: string) => new Date(`${day}T12:00:00Z`)
    const known = checkState({ publishedAt, verifyBy: '2026-02-01' }, at('2026-02-01'))
    expect(known).to.deep.equal({ state: 'never', due: true, late: true })
    const old = checkState({ publishedAt }, at('2026-08-01'))
    expect(old).to.deep.equal({ state: 'never', due: true, late: false })
    const tally = { works: true, checkedOn: '2026-07-30' }
    expect(checkState({ publishedAt, tally }, at('2026-08-01'))).to.deep.include({
      due: false,
      state: 'works',
    })
  })
})
