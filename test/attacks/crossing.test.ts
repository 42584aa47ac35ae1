import { expect } from 'chai'
import type { Application } from 'express'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/platform/config.ts'
import { callsOf } from '../platform/openapi/support/walk.ts'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker, FORM_BODY, raw } from './support/attacker.ts'
import { addressFor, CALLS, furnish, NOBODY, READS, WRITES } from './support/calls.ts'
import { differences, everything } from './support/store.ts'

const CROSSING: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'HUB' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { referer: 'https://evil.example/page' },
]
/** What else a page of another site can make a browser say; the same rule answers all of it. */
const DISGUISES: Record<string, string>[] = [
  { origin: 'OTHER-PORT' },
  { origin: 'SIBLING' },
  { origin: 'null', referer: 'HUB/' },
  { origin: '' },
  { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  { origin: 'https://evil.example', 'x-requested-with': 'XMLHttpRequest' },
  { origin: 'https://evil.example', 'x-http-method-override': 'GET' },
]
const BODIES = {
  [FORM_BODY]: 'a=1&_method=GET',
  'text/plain': '{"a":"=","b":1}',
  'multipart/form-data; boundary=b':
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
  'application/json': '{"a":1}',
}

describe('a page of another site', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('meets what guards sessions before any route', () => {
    const { app } = createApp(readConfig({ SESSION_SECRET: 'x'.repeat(40) }))
    const layers = layersOf(app.router)
    const firstRoute = layers.findIndex(({ routes }) => routes)
    const before = layers.slice(0, firstRoute)
    // A layer that is mounted on a path guards nothing else.
    const guards = before.filter(({ everywhere }) => everywhere).map(({ name }) => name)
    expect(guards.filter(name => GUARDS.includes(name))).to.deep.equal(GUARDS)
    expect(callsOf(app.router)).to.deep.equal(CALLS.map(({ name }) => name))
  })

  it('makes no reader of ours write anything, by any route', async () => {
    await admin.ready()
    const taken: string[] = []
    // The check is the same layer for all routes, as said above: each route meets one crossing in turn, and
    // needs nothing that its address names, since it is refused before it is looked for.
    for (const [n, call] of WRITES.entries()) {
      const crossing = told(CROSSING[n % CROSSING.length] ?? {})
      const type = n % 4 < 2 ? FORM_BODY : 'text/plain'
      const request = { body: 'a=1', headers: { ...crossing, 'content-type': type } }
      const { status } = await raw(admin, hub.url + call.path.replace(/:\w+/g, NOBODY), request)
      if (status !== 403) taken.push(`${call.name} ${JSON.stringify(crossing)}: ${status}`)
    }
    expect(taken).to.deep.equal([])
  })

  it('is found out in any disguise, with any body, and on a socket too', async () => {
    await admin.ready()
    const taken: string[] = []
    for (const headers of [...CROSSING, ...DISGUISES].map(told)) {
      for (const [type, body] of Object.entries(BODIES)) {
        const request = { body, headers: { ...headers, 'content-type': type } }
        const { status } = await raw(admin, `${hub.url}/preferences`, request)
        if (status !== 403) taken.push(`${JSON.stringify(headers)} ${type}: ${status}`)
      }
      const polling = `${hub.url}/socket.io/?EIO=4&transport=polling`
      const { status } = await raw(admin, polling, { method: 'GET', headers })
      if (status !== 403) taken.push(`socket ${JSON.stringify(headers)}: ${status}`)
    }
    expect(taken).to.deep.equal([])
  })

  it('cannot say in a form or a header that a reading is a writing', async () => {
    const before = await everything()
    for (const call of WRITES) {
      const address = hub.url + call.path.replace(/:\w+/g, 'x')
      const headers = { 'sec-fetch-site': 'cross-site', 'x-http-method-override': 'POST' }
      const reply = await raw(admin, `${address}?_method=POST`, { method: 'GET', headers })
      expect(reply.status, call.name).to.be.below(500)
    }
    expect(differences(before, await everything())).to.deep.equal([])
  })

  it('changes no record by an address alone, but for marks of what was read', async () => {
    await admin.ready()
    const addresses: string[] = []
    for (const call of READS) addresses.push(await addressFor(call, hub, admin))
    // Whoever comes for the first time is told so once, and a day's visits are counted. Only what is a page
    // has another form.
    const pages: string[] = []
    for (const address of addresses)
      if ((await admin.get(address)).headers.get('content-type')?.includes('html'))
        pages.push(address)
    const before = await everything(MARKS)
    for (const address of addresses) await admin.get(address)
    for (const address of pages) await admin.getJsonOrText(address)
    const changed = differences(before, await everything(MARKS))
    expect(changed.filter(([, text]) => !text.includes(NOTED))).to.deep.equal([])
  })

  /** These headers with the addresses of this hub and its neighbours in the place of their names. */
  function told(headers: Record<string, string>): Record<string, string> {
    const { port } = new URL(hub.url)
    const places = {
      'OTHER-PORT': `http://localhost:${Number(port) + 1}`,
      SIBLING: `http://blog.localhost:${port}`,
      HUB: hub.url,
    }
    return Object.fromEntries(
      Object.entries(headers).map(([header, value]) => [
        header,
        Object.entries(places).reduce((text, [name, url]) => text.replace(name, url), value),
      ]),
    )
  }
})

/** In this order, and all of them before the first route. */
const GUARDS = [
  'bearer',
  'session',
  'authenticate',
  'renewOnNewRole',
  'secondFactorFirst',
  'sameOrigin',
  'writingLimit',
]

/** The layers of Express: those that are or hold routes, and those that every path meets. */
function layersOf({ stack }: Application['router']) {
  return stack.map(layer => ({
    name: layer.name,
    routes: Boolean(layer.route ?? Reflect.get(layer.handle, 'stack')),
    everywhere: Reflect.get(layer, 'slash') === true,
  }))
}

/** Who takes the journal away is written in it. */
const NOTED = '"act":"journal.exported"'

/** What reading leaves on purpose, with what holds no record. */
const MARKS = /^(system\.|rate_limits|sessions|jobs|locks|readmarks|visits)/
