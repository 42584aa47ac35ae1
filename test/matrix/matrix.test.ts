import '../../server/features.ts'
import { expect } from 'chai'
import { readConfig } from '../../server/platform/config.ts'
import { urlMap } from '../../server/platform/features/url-map.ts'
import { callsOf } from '../platform/openapi/support/walk.ts'
import { useHub } from '../support/hub.ts'
import { type Cast, gatherCast } from './cast.ts'
import { whoGetsIn } from './knock.ts'
import { GROUPS } from './table.ts'

/** What ends the session of whoever calls it, and what answers once one's own archive is ready: test/auth and test/privacy. */
const ELSEWHERE = ['POST /deconnexion', 'GET /compte/donnees/archive.zip']

describe('who gets in where', function () {
  this.timeout(240_000)
  const hub = useHub()
  let cast: Cast

  before(async () => {
    cast = await gatherCast(hub)
  })

  it('is said of every call, once', () => {
    const served = [...new Set(callsOf(urlMap(readConfig({ SESSION_SECRET: 'x'.repeat(40) }))))]
    const said = [...GROUPS.flatMap(({ calls }) => calls), ...ELSEWHERE]
    expect(served.filter(call => !said.includes(call))).to.deep.equal([])
    expect(said.filter(call => !served.includes(call))).to.deep.equal([])
    expect(said.filter((call, n) => said.indexOf(call) !== n)).to.deep.equal([])
  })

  for (const { who, roles, calls } of GROUPS) {
    it(`${who}, as a page and as JSON alike`, async () => {
      for (const call of calls) {
        const { page, json, asked } = await whoGetsIn(call, cast, roles)
        expect(json, `${call} as JSON`).to.deep.equal(roles)
        const expected = asked.filter(role => roles.includes(role))
        expect(page, `${call} as a page, of ${asked}`).to.deep.equal(expected)
      }
    })
  }
})
