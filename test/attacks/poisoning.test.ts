import { request } from 'node:http'
import { expect } from 'chai'
import { services } from '../../server/platform/services.ts'
import { useHub } from '../support/hub.ts'
import { useMails } from '../support/mails.ts'
import { aMember } from '../support/people.ts'
import { type Attacker, anAttacker } from './support/attacker.ts'
import { addressFor, exampleOf, furnish, READS, WRITES } from './support/calls.ts'

const EVIL = 'evil.example'
const POISON = {
  host: EVIL,
  'x-forwarded-host': EVIL,
  'x-forwarded-proto': 'https',
  'x-original-url': `//${EVIL}/`,
  forwarded: `host=${EVIL};proto=https`,
}

describe('a name that a request gives the hub', function () {
  this.timeout(180_000)
  const hub = useHub()
  const mails = useMails()
  let admin: Attacker
  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('is in no answer and in no link of a mail', async () => {
    const named: string[] = []
    for (const call of [...READS.filter(({ path }) => !path.includes(':')), ...WRITES]) {
      await admin.ready()
      const address = await addressFor(call, hub, admin)
      const told = await poisoned(call.method, address, exampleOf(call))
      if (told.includes(EVIL)) named.push(call.name)
    }
    expect(named).to.deep.equal([])
    const { email } = await aMember()
    await poisoned('POST', '/mot-de-passe', { email })
    await mails.to(email)
    const links = mails.sent.flatMap(({ text }) => text.match(/https?:\/\/[^\s/]+/g) ?? [])
    expect(links.length).to.be.above(0)
    expect(links.filter(link => link.includes(EVIL))).to.deep.equal([])
    expect(new Set(links)).to.include(new URL(services().baseUrl).origin)
  })

  it('is in no link of a mail, however the request names another place', async () => {
    for (const [path, headers] of [
      [`http://${EVIL}/mot-de-passe`, { host: EVIL }],
      [`http://${EVIL}/mot-de-passe`, {}],
      ['/mot-de-passe', { host: `${EVIL}:443` }],
      ['/mot-de-passe', { host: `localhost:@${EVIL}` }],
      ['/mot-de-passe', { host: `localhost:${new URL(hub.url).port}.${EVIL}` }],
      [
        '/mot-de-passe',
        { 'x-forwarded-port': `1@${EVIL}`, 'x-host': EVIL, 'x-forwarded-server': EVIL },
      ],
      ['/mot-de-passe', { referer: `http://${EVIL}/`, 'x-forwarded-prefix': `//${EVIL}` }],
    ] as const) {
      const { email } = await aMember()
      const told = await poisoned('POST', path, { email }, headers)
      expect(told, `${path} ${JSON.stringify(headers)}`).not.to.include(EVIL)
      const [mail] = /^[23]/.test(told) ? await mails.to(email) : []
      expect(mail?.text ?? '').not.to.include(EVIL)
    }
  })

  function poisoned(
    method: string,
    path: string,
    body: object,
    told: Record<string, string> = POISON,
  ) {
    return new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(hub.url)
      const type = { 'content-type': 'application/json', accept: 'text/html' }
      const headers = { ...told, ...type, cookie: admin.cookie }
      const asking = request({ hostname, port, method, path, headers }, answer => {
        let text = `${answer.statusCode} ${JSON.stringify(answer.headers)}`
        answer.setEncoding('utf8').on('data', part => {
          text += part
        })
        answer.on('end', () => resolve(text)).on('error', reject)
      })
      asking.on('error', reject).end(method === 'POST' ? JSON.stringify(body) : undefined)
    })
  }
})
