import '../../../server/features.ts'
import { expect } from 'chai'
import { Router } from 'express'
import { readConfig } from '../../../server/platform/config.ts'
import { urlMap } from '../../../server/platform/features/url-map.ts'
import { areas } from '../../../server/platform/openapi/areas.ts'
import { PAGES_ONLY } from './support/pages-only.ts'
import { callsOf } from './support/walk.ts'

describe('the description of the API', () => {
  const served = new Set<string>(callsOf(urlMap(readConfig({ SESSION_SECRET: 'x'.repeat(40) }))))
  const described = areas().flatMap(({ operations }) =>
    operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
  )

  it('holds every route that is not for people only', () => {
    const known = new Set([...described, ...PAGES_ONLY])
    expect([...served].filter(call => !known.has(call))).to.deep.equal([])
  })

  it('holds no route that is not there', () => {
    expect(described.filter(call => !served.has(call))).to.deep.equal([])
    expect([...PAGES_ONLY].filter(call => !served.has(call))).to.deep.equal([])
  })

  it('would miss none, however it is mounted', () => {
    const [map, outer, inner] = [Router(), Router(), Router()]
    const answer = () => {}
    inner.get('/:id', answer)
    inner.post(['/', '/nouveau'], answer)
    outer.use('/:slug/messages', inner)
    map.use('/salons', outer)
    map.use('/', Router().get('/sante', answer))
    expect(callsOf(map)).to.have.members([
      ...['GET /salons/:slug/messages/:id', 'POST /salons/:slug/messages'],
      ...['POST /salons/:slug/messages/nouveau', 'GET /sante'],
    ])
  })

  it('holds each route once', () => {
    expect(described.filter((call, n) => described.indexOf(call) !== n)).to.deep.equal([])
    expect(described.filter(call => PAGES_ONLY.has(call))).to.deep.equal([])
  })
})
