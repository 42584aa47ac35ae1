import { expect } from 'chai'
import { openState, readHours, writeHours } from '../../server/spaces/hours.ts'
import { stateWords, weekWords } from '../../server/spaces/hours-words.ts'

const canonical = (text: string) => {
  const week = readHours(text)
  return week && writeHours(week)
}

describe('opening hours', () => {
  it('are read as OpenStreetMap writes them, and written the same', () => {
    const same = [
      'Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00',
      'Tu 10:00-12:00,14:00-18:00; We 10:00-18:00; Fr 14:00-18:30',
      'Mo-Su 00:00-24:00',
    ]
    for (const text of same) expect(canonical(text)).to.equal(text)
    expect(canonical('24/7')).to.equal('Mo-Su 00:00-24:00')
    expect(canonical('Mo,We,Fr 09:00-12:00; PH off')).to.equal(
      'Mo 09:00-12:00; We 09:00-12:00; Fr 09:00-12:00',
    )
    expect(canonical('Mo-Fr 09:00-18:00; We off')).to.equal('Mo,Tu 09:00-18:00; Th,Fr 09:00-18:00')
    expect(canonical('Sa-Mo 10:00-12:00')).to.equal('Mo 10:00-12:00; Sa,Su 10:00-12:00')
  })

  it('are read as people write them', () => {
    const written: Record<string, string> = {
      'lun-ven 9h-12h, 14h-18h ; sam 10h-12h': 'Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00',
      'Lundi au vendredi : 9 h 30 à 12 h et 14 h à 17 h 30': 'Mo-Fr 09:30-12:00,14:00-17:30',
      'mardi, jeudi 14h30-18h': 'Tu 14:30-18:00; Th 14:30-18:00',
      'du mercredi au samedi de 10h à 18h': 'We-Sa 10:00-18:00',
    }
    for (const [text, expected] of Object.entries(written))
      expect(canonical(text), text).to.equal(expected)
  })

  it('stay a text when they are something else', () => {
    for (const text of [
      '',
      'sur rendez-vous',
      'Mo-Fr',
      'Mo 18:00-09:00',
      'Mo 09:00-25:00',
      'Mo 09:75-10:00',
      'Xx 09:00-10:00',
      'Mo 09:00-12:00,11:00-14:00',
    ])
      expect(readHours(text), text).to.equal(undefined)
  })

  it('are read in no time, however hostile', () => {
    const started = Date.now()
    for (const text of [
      'lun '.repeat(75),
      '9-'.repeat(150),
      'a,'.repeat(150),
      ' '.repeat(299),
      `${' -'.repeat(149)}9`,
    ])
      expect(readHours(text.slice(0, 300))).to.equal(undefined)
    expect(Date.now() - started).to.be.lessThan(200)
  })

  it('say open, later or another day by the clock of the network, summer and winter', () => {
    const week = readHours('Mo-Fr 09:00-12:00,14:00-18:00') ?? []
    const at = (iso: string) => openState(week, new Date(iso))
    expect(at('2026-07-06T07:00:00Z')).to.deep.equal({ state: 'open', until: 720 })
    expect(at('2026-07-06T06:59:00Z')).to.deep.equal({ state: 'later', at: 540 })
    expect(at('2026-12-07T07:59:00Z')).to.deep.equal({ state: 'later', at: 540 })
    expect(at('2026-12-07T11:00:00Z')).to.deep.equal({ state: 'later', at: 840 })
    expect(at('2026-12-11T17:00:00Z')).to.deep.equal({ state: 'another-day', day: 0, at: 540 })
    // Half past midnight on Monday in Paris is still Sunday in UTC.
    expect(at('2026-07-05T22:30:00Z')).to.deep.equal({ state: 'later', at: 540 })
    expect(openState([[], [], [], [], [], [], []], new Date())).to.deep.equal({ state: 'closed' })
  })

  it('are told in words of each language', () => {
    const monday = new Date('2026-12-07T10:00:00Z')
    expect(stateWords('Mo 09:00-12:30', monday, 'fr')?.text).to.equal(
      'Ouvert jusqu’à 12\u00A0h\u00A030',
    )
    expect(stateWords('Tu 09:00-12:30', monday, 'en')?.text).to.equal(
      'Closed, opens Tuesday at 09:00',
    )
    expect(stateWords('sur rendez-vous', monday, 'fr')).to.equal(undefined)
    expect(weekWords('Mo 09:00-12:00', 'fr')?.slice(0, 2)).to.deep.equal([
      { day: 'lundi', hours: '9\u00A0h à 12\u00A0h', open: true },
      { day: 'mardi', hours: 'fermé', open: false },
    ])
  })
})
