import { expect } from 'chai'
import { parseLocal, toIso, toLocalInput } from '../../../server/platform/time/zone.ts'

const paris = 'Europe/Paris'

describe('parseLocal', () => {
  const cases: [string, string][] = [
    ['2026-12-08T09:30', '2026-12-08T08:30:00.000Z'],
    ['2026-07-08T09:30', '2026-07-08T07:30:00.000Z'],
    ['2026-07-08 09:30', '2026-07-08T07:30:00.000Z'],
    ['2026-12-08T09:30:15+01:00', '2026-12-08T08:30:15.000Z'],
    ['2026-12-08T09:30Z', '2026-12-08T09:30:00.000Z'],
    ['2026-12-08T09:30:00.250-0500', '2026-12-08T14:30:00.250Z'],
    ['2026-12-08', '2026-12-07T23:00:00.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ]
  for (const [text, expected] of cases)
    it(`reads ${text}`, () => expect(parseLocal(text, paris).toISOString()).to.equal(expected))

  const nonsense = [
    '',
    'demain',
    '2026-13-01T10:00',
    '2026-02-30',
    '2026-12-08T25:00',
    '08/12/2026',
  ]
  for (const text of [...nonsense, '2026-W10', '2026', '20261208', '2026-12-08T09:30+99:00x'])
    it(`refuses ${JSON.stringify(text)}`, () =>
      expect(() => parseLocal(text, paris)).to.throw(RangeError))

  it('refuses an unknown zone', () =>
    expect(() => parseLocal('2026-12-08T09:30', 'Nulle/Part')).to.throw(RangeError))
})

describe('writing a moment back', () => {
  it('carries the offset of its zone, winter and summer', () => {
    expect(toIso(new Date('2026-12-08T08:30Z'), paris)).to.equal('2026-12-08T09:30:00+01:00')
    expect(toIso(new Date('2026-07-08T07:30Z'), paris)).to.equal('2026-07-08T09:30:00+02:00')
    expect(() => toIso(new Date(Number.NaN), paris)).to.throw(RangeError)
  })

  it('fills a datetime-local field that reads back the same', () => {
    const date = new Date('2026-12-08T08:30Z')
    expect(toLocalInput(date, paris)).to.equal('2026-12-08T09:30')
    expect(parseLocal(toLocalInput(date, paris), paris).getTime()).to.equal(date.getTime())
  })
})
