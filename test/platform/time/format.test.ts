import { expect } from 'chai'
import {
  formatAgo,
  formatBytes,
  formatDateTime,
  formatDay,
  formatDuration,
  formatNumber,
  formatRange,
  formatShortDay,
  formatTime,
} from '../../../server/platform/time/format.ts'

const paris = 'Europe/Paris'
const rencontre = new Date('2009-12-08T08:30:00Z')
const visible = (text: string) => text.replaceAll('\u00A0', '~')

describe('dates for people', () => {
  it('names a day', () => {
    expect(formatDay(rencontre, 'fr', paris)).to.equal('mardi 8 décembre 2009')
    expect(formatDay(rencontre, 'en', paris)).to.equal('Tuesday 8 December 2009')
    expect(formatDay(new Date('2026-05-01T10:00Z'), 'fr', paris)).to.equal('vendredi 1er mai 2026')
  })

  it('names a moment, the hour as French people write it', () => {
    expect(visible(formatDateTime(rencontre, 'fr', paris))).to.equal(
      'mardi 8 décembre 2009, 9~h~30',
    )
    expect(formatDateTime(rencontre, 'en', paris)).to.equal('Tuesday 8 December 2009, 09:30')
    expect(visible(formatTime(new Date('2009-12-08T08:00Z'), 'fr', paris))).to.equal('9~h')
    expect(visible(formatTime(new Date('2009-12-07T23:05Z'), 'fr', paris))).to.equal('0~h~05')
    expect(formatTime(new Date('2009-12-07T23:05Z'), 'en', paris)).to.equal('00:05')
  })

  it('counts in the zone that is asked', () => {
    const late = new Date('2026-07-14T22:30Z')
    expect(formatDay(late, 'fr', paris)).to.equal('mercredi 15 juillet 2026')
    expect(formatDay(late, 'fr', 'America/Cayenne')).to.equal('mardi 14 juillet 2026')
    expect(() => formatDay(late, 'fr', 'Nulle/Part')).to.throw(RangeError)
  })

  it('shortens a day', () => {
    expect(formatShortDay(new Date('2026-11-03T12:00Z'), 'fr', paris)).to.equal('3 nov. 2026')
    expect(formatShortDay(new Date('2026-11-03T12:00Z'), 'en', paris)).to.equal('3 Nov 2026')
  })

  it('gives the times of one day, and names two', () => {
    const end = new Date('2009-12-08T17:00Z')
    const next = new Date('2009-12-09T17:00Z')
    expect(visible(formatRange(rencontre, end, 'fr', paris))).to.equal('9~h~30 à 18~h')
    expect(formatRange(rencontre, end, 'en', paris)).to.equal('09:30 to 18:00')
    expect(visible(formatRange(rencontre, next, 'fr', paris))).to.equal(
      'du mardi 8 décembre 2009, 9~h~30 au mercredi 9 décembre 2009, 18~h',
    )
    expect(visible(formatRange(rencontre, rencontre, 'fr', paris))).to.equal('9~h~30')
  })

  it('is quick enough for fifty dates a page', () => {
    const start = performance.now()
    for (let i = 0; i < 500; i++) formatDateTime(new Date(i * 1e9), 'fr', paris)
    expect(performance.now() - start).to.be.below(200)
  })
})

describe('formatAgo', () => {
  const now = new Date('2026-11-20T14:00:00Z') // a Friday, 15 h in Paris
  const cases: [string, string, string][] = [
    ['2026-11-20T13:59:30Z', 'à l’instant', 'just now'],
    ['2026-11-20T14:00:40Z', 'à l’instant', 'just now'],
    ['2026-11-20T13:55:00Z', 'il y a 5~min', '5~min ago'],
    ['2026-11-20T11:40:00Z', 'il y a 2~h', '2~h ago'],
    ['2026-11-19T08:12:00Z', 'hier, 9~h~12', 'yesterday, 09:12'],
    ['2026-11-17T08:12:00Z', 'mardi', 'Tuesday'],
    ['2026-11-14T08:12:00Z', 'samedi', 'Saturday'],
    ['2026-11-13T18:12:00Z', '13 nov. 2026', '13 Nov 2026'],
    ['2026-12-01T18:12:00Z', '1er déc. 2026', '1 Dec 2026'],
  ]
  for (const [date, fr, en] of cases)
    it(`says ${fr}`, () => {
      expect(visible(formatAgo(new Date(date), now, 'fr', paris))).to.equal(fr)
      expect(visible(formatAgo(new Date(date), now, 'en', paris))).to.equal(en)
    })
})

describe('quantities for people', () => {
  it('formats durations', () => {
    const fr = [5, 45, 60, 90, 125].map(minutes => visible(formatDuration(minutes, 'fr')))
    expect(fr).to.eql(['5~min', '45~min', '1~h', '1~h~30', '2~h~05'])
    expect(visible(formatDuration(90, 'en'))).to.equal('1~h~30~min')
  })

  it('formats sizes', () => {
    const sizes = [0, 512, 999, 1500, 180_000, 999_700, 2_400_000, 26_214_400, 3e9]
    expect(sizes.map(size => visible(formatBytes(size, 'fr')))).to.eql([
      ...['0~o', '512~o', '999~o', '1,5~ko', '180~ko', '1~Mo', '2,4~Mo', '26~Mo', '3~Go'],
    ])
    expect(visible(formatBytes(2_400_000, 'en'))).to.equal('2.4~MB')
  })

  it('formats numbers with a space that the fonts have', () => {
    expect(visible(formatNumber(12_400.5, 'fr'))).to.equal('12~400,5')
    expect(formatNumber(12_400, 'en')).to.equal('12,400')
  })
})
