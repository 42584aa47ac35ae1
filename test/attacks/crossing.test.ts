import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { type Attacker, anAttacker, raw } from './support/attacker.ts'
import { addressFor, furnish, READS, WRITES } from './support/calls.ts'
import { differences, everything } from './support/store.ts'

const CROSSING = [
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
  'application/x-www-form-urlencoded': 'a=1&_method=GET',
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

  it('makes no reader of ours write anything, by any route', async () => {
    const taken: string[] = []
    for (const call of WRITES) {
      await admin.ready()
      const address = hub.url + (await addressFor(call, hub, admin))
      for (const crossing of CROSSING) {
        const headers = Object.fromEntries(
          Object.entries(crossing).map(([name, value]) => [name, value.replace('HUB', hub.url)]),
        )
        for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
          const request = { body: 'a=1', headers: { ...headers, 'content-type': type } }
          const { status } = await raw(admin, address, request)
          if (status !== 403) taken.push(`${call.name} ${JSON.stringify(crossing)}: ${status}`)
        }
      }
    }
    expect(taken).to.deep.equal([])
  })

  it('is found out in any disguise, with any body, and on a socket too', async () => {
    await admin.ready()
    const { port } = new URL(hub.url)
    const names = {
      ...{
        'OTHER-PORT': `http://localhost:${Number(port) + 1}`,
      },
      ...{ SIBLING: `http://blog.localhost:${port}`, HUB: hub.url },
    }
    const taken: string[] = []
    const disguised = DISGUISES.map(disguise => {
      const told = Object.entries(disguise).map(([name, value]) => {
        const [word] = Object.keys(names).filter(one => value.startsWith(one))
        return [name, word ? value.replace(word, names[word as keyof typeof names]) : value]
      })
      return Object.fromEntries(told) as Record<string, string>
    })
    for (const headers of disguised) {
      for (const address of ['/preferences', '/compte', '/connexion', '/discussions'])
        for (const [type, body] of Object.entries(BODIES)) {
          const request = { body, headers: { ...headers, 'content-type': type } }
          const { status } = await raw(admin, hub.url + address, request)
          if (status !== 403) taken.push(`${address} ${JSON.stringify(headers)} ${type}: ${status}`)
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
    // Whoever comes for the first time is told so once, and a day's visits are counted.
    for (const address of addresses) await admin.get(address)
    const before = await everything(MARKS)
    for (const address of addresses) {
      await admin.get(address)
      await admin.getJsonOrText(address)
    }
    const changed = differences(before, await everything(MARKS))
    expect(changed.filter(([, text]) => !text.includes(NOTED))).to.deep.equal([])
  })
})

/** Who takes the journal away is written in it. */
const NOTED = '"act":"journal.exported"'

/** What reading leaves on purpose, with what holds no record. */
const MARKS = /^(system\.|rate_limits|sessions|jobs|locks|readmarks|visits)/
