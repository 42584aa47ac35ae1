import { expect } from 'chai'
import { readMoment, sameDay } from '../../server/import/dates.ts'

const now = new Date('2026-11-22T10:00:00Z')
const iso = (text: string) => readMoment(text, now).toISOString()

describe('dates of the network files', () => {
  it('counts days back from the import, in Paris time', () => {
    expect(iso('J-1 09:30')).to.equal('2026-11-21T08:30:00.000Z')
    expect(iso('J-120')).to.equal('2026-07-25T10:00:00.000Z')
  })

  it('takes a day of the year as the next one', () => {
    expect(iso('12-08 09:30')).to.equal('2026-12-08T08:30:00.000Z')
    expect(iso('01-21 09:00')).to.equal('2027-01-21T08:00:00.000Z')
    expect(iso('11-22 09:00')).to.equal('2026-11-22T08:00:00.000Z')
  })

  it('keeps full dates as they are', () => {
    expect(iso('2009-12-08 09:30')).to.equal('2009-12-08T08:30:00.000Z')
    expect(iso('2009-12-08T09:30:00+01:00')).to.equal('2009-12-08T08:30:00.000Z')
  })

  it('puts an hour on the day of the gathering', () => {
    const day = new Date('2009-12-08T08:30:00Z')
    expect(sameDay('14:00', day, now).toISOString()).to.equal('2009-12-08T13:00:00.000Z')
  })

  it('refuses what is no date', () => {
    expect(() => readMoment('bientôt', now)).to.throw(RangeError)
  })
})
