import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readConfig } from '../../server/platform/config.ts'
import { root } from '../../server/platform/root.ts'
import { dayNumber } from '../../server/platform/time/clock.ts'
import { formatDay, parseLocal } from '../../server/platform/time/format.ts'
import { networkZone, useNetworkZone } from '../../server/platform/time-zone.ts'

describe('The time zone of the network', () => {
  const before = networkZone()
  afterEach(() => useNetworkZone(before))

  it('is that of days and hours, told and understood', () => {
    const evening = new Date('2026-12-01T22:30Z')
    expect(formatDay(evening, 'fr')).to.equal('mardi 1er décembre 2026')
    useNetworkZone('Indian/Reunion')
    expect(formatDay(evening, 'fr')).to.equal('mercredi 2 décembre 2026')
    expect(dayNumber(evening) - dayNumber(evening, 'UTC')).to.equal(1)
    expect(parseLocal('2026-12-01T09:30').toISOString()).to.equal('2026-12-01T05:30:00.000Z')
  })

  it('is a setting, refused when there is no such zone', () => {
    const SESSION_SECRET = 'x'.repeat(40)
    expect(readConfig({ SESSION_SECRET, TIME_ZONE: 'Pacific/Wallis' }).timeZone).to.equal(
      'Pacific/Wallis',
    )
    expect(() => readConfig({ SESSION_SECRET, TIME_ZONE: 'Nulle/Part' })).to.throw(
      /^TIME_ZONE is "Nulle\/Part"; expected a time zone such as/,
    )
  })

  it('is named in one place', () => {
    const files = ['server', 'models', 'public/js', 'views'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file =>
        join(folder, file),
      ),
    )
    const naming = files
      .filter(file => /\.(ts|hbs)$/.test(file))
      .filter(file => readFileSync(join(root, file), 'utf8').includes('Europe/Paris'))
    expect(naming).to.deep.equal(['server/platform/time-zone.ts'])
  })
})
