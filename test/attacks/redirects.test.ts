import { expect } from 'chai'
import { localPath } from '../../server/platform/http/preferences.ts'
import type { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { freshLimits } from '../support/joining.ts'
import { aMember, aVisitor, PASSWORD } from '../support/people.ts'
import { type Attacker, anAttacker, FORM_BODY, raw } from './support/attacker.ts'
import { addressFor, CALLS, type Call, exampleOf, furnish } from './support/calls.ts'
import { tagsOf } from './support/markup.ts'
import { namesRead } from './support/names.ts'

const EVIL = 'evil.example'
/** Each leads there in some browser, as it is or once decoded, or has been taken for a path of one's own. */
const ELSEWHERE = [
  ...[`https://${EVIL}/`, `//${EVIL}`, `/\\${EVIL}`, `\\/${EVIL}`, `\\\\${EVIL}`, `///${EVIL}`],
  ...[
    `/\t/${EVIL}`,
    `/\n//${EVIL}`,
    `\t//${EVIL}`,
    ` //${EVIL}`,
    `/\u0000/${EVIL}`,
    `https:${EVIL}`,
  ],
  ...[`/%5C${EVIL}`, `/%2F${EVIL}`, `/%09/${EVIL}`, `%2F%2F${EVIL}`, `/.//${EVIL}`, `/..//${EVIL}`],
  ...[`@${EVIL}`, `.${EVIL}`, `:80@${EVIL}/`, `//${EVIL}/..;/`, `http:/${EVIL}`, `／／${EVIL}`],
  ...[
    `javascript:location='//${EVIL}'`,
    `data:text/html,${EVIL}`,
    `/ressources\r\nLocation: //${EVIL}`,
  ],
]
/** Where it would be seen that an answer listens to what it is told. */
const MARK = '/marque-de-l-essai'

describe('a request that would lead its reader elsewhere', function () {
  this.timeout(180_000)
  const hub = useHub()
  let admin: Attacker
  const names = namesRead()

  before(async () => {
    admin = await anAttacker(hub)
    await furnish(admin)
  })

  it('is heard of a few routes only, and led by none of them', async () => {
    const listening: [Call, Agent][] = []
    const led: string[] = []
    const visitor = aVisitor(hub)
    for (const call of CALLS) {
      if (call.method === 'POST') await admin.ready()
      for (const agent of call.path.includes(':') ? [admin] : [admin, visitor]) {
        const reply = await ask(agent, call, MARK)
        const told = placesIn(reply)
        if (told.some(place => place.startsWith(MARK))) listening.push([call, agent])
        led.push(...told.filter(isElsewhere).map(place => `${call.name} ${place}`))
      }
    }
    expect(led).to.deep.equal([])
    // Preferences come back to their page, and so does who read what changed; who signs in is asked below.
    const heard = listening.map(([{ name }]) => name)
    expect(heard).to.include('POST /preferences')
    for (const [call, agent] of listening) {
      await admin.ready()
      for (const way of ELSEWHERE) {
        const found = placesIn(await ask(agent, call, way)).filter(isElsewhere)
        if (found.length > 0) led.push(`${call.name} ${way}: ${found}`)
      }
    }
    expect(led).to.deep.equal([])
  })

  it('leads nobody away who signs in, whatever their way', async () => {
    const { email } = await aMember()
    for (const retour of ELSEWHERE) {
      const visitor = aVisitor(hub)
      const { status, location } = await visitor.post('/connexion', {
        email,
        password: PASSWORD,
        retour,
      })
      expect(status).to.equal(303)
      expect(isElsewhere(location ?? ''), `${retour}: ${location}`).to.equal(false)
      await freshLimits()
    }
    const local = await aVisitor(hub).post('/connexion', {
      email,
      password: PASSWORD,
      retour: '/membres',
    })
    expect(local.location).to.equal('/membres')
  })

  it('is a path of this site or nothing, for whoever asks', () => {
    const home = 'https://hub.example'
    for (const way of ELSEWHERE)
      expect(new URL(localPath(way), home).host, way).to.equal('hub.example')
    for (const path of ['/', '/ressources?q=a%20b', '/discussions/1#r-2'])
      expect(localPath(path)).to.equal(path)
  })

  /** The same told by its address, its form and every header that says where one comes from or is. */
  async function ask(agent: Agent, call: Call, where: string) {
    const address = new URL(hub.url + (await addressFor(call, hub, admin)))
    for (const name of names) address.searchParams.set(name, where)
    const told = Object.fromEntries(names.map(name => [name, where]))
    const example = Object.entries(exampleOf(call)).filter(([, value]) => typeof value !== 'object')
    const fields = {
      ...told,
      ...Object.fromEntries(example.map(([name, one]) => [name, String(one)])),
    }
    const header = where === MARK ? `https://${EVIL}/` : where.replace(/[^\x20-\x7e]/g, '')
    const headers = {
      ...{ accept: 'text/html', 'sec-fetch-site': 'same-origin', referer: header },
      ...{ 'x-original-url': header, 'x-rewrite-url': header, 'x-forwarded-prefix': header },
    }
    if (call.method === 'GET') return raw(agent, address.href, { method: 'GET', headers })
    const body = new URLSearchParams(fields).toString()
    return raw(agent, address.href, { body, headers: { ...headers, 'content-type': FORM_BODY } })
  }

  /** Sites that a page of ours names by itself are no harm. */
  function isElsewhere(place: string) {
    const led = URL.canParse(place, hub.url) ? new URL(place, hub.url) : undefined
    return led ? led.host.includes(EVIL) || /^(javascript|data):/.test(led.href) : true
  }
})

type Reply = { headers: Headers; text: string }

/** Where an answer sends its reader: at once, by a link or by a form. */
function placesIn({ headers, text }: Reply): string[] {
  const location = headers.get('location')
  const refresh = headers.get('refresh')
  const tags = headers.get('content-type')?.includes('html') ? tagsOf(text) : []
  const links = tags.flatMap(({ attributes: { href, action, formaction, content } }) => [
    ...[href, action, formaction].filter(one => one !== undefined),
    ...(content && /url=/i.test(content) ? [content.replace(/^.*url=/i, '')] : []),
  ])
  return [...(location ? [location] : []), ...(refresh ? [refresh] : []), ...links]
}
