import { request } from 'node:http'
import { expect } from 'chai'
import { Network } from '../../../models/network.ts'
import { spend } from '../../../server/platform/who/limits.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'

describe('every answer', () => {
  const hub = useHub()

  it('forbids inline and foreign code, framing and sniffing', async () => {
    const { headers } = await aVisitor(hub).get('/connexion')
    const policy = headers.get('content-security-policy')
    expect(policy)
      .to.include("default-src 'none'")
      .and.include("script-src 'self'")
      .and.not.include('unsafe')
    expect(headers.get('x-content-type-options')).to.equal('nosniff')
    expect(headers.get('x-frame-options')).to.equal('DENY')
    expect(headers.get('x-powered-by')).to.equal(null)
  })

  it('is in the language of the reader', async () => {
    const agent = aVisitor(hub)
    expect((await agent.get('/connexion', { 'accept-language': 'en-GB,en' })).text).to.include(
      '<html lang="en"',
    )
    expect((await agent.get('/connexion', { 'accept-language': 'br' })).text).to.include(
      '<html lang="fr"',
    )
    await agent.post('/preferences', { langue: 'en', retour: '/connexion' })
    expect((await agent.get('/connexion', { 'accept-language': 'fr' })).text).to.include('Sign in')
  })

  it('remembers the appearance before the first paint', async () => {
    const agent = aVisitor(hub)
    const reply = await agent.post('/preferences', { apparence: 'dark', retour: '//evil.example' })
    expect(reply.location).to.equal('/')
    expect((await agent.get('/connexion')).text).to.include('data-theme="dark"')
  })

  it('tells an error with its reference and nothing of the machine', async () => {
    const page = await aVisitor(hub).get('/nulle-part')
    expect(page.status).to.equal(404)
    expect(page.text).to.include(String(page.headers.get('x-request-id')))
    expect(page.text).not.to.match(/node_modules|\.ts\b|\.js:|\/home| {4}at /i)
    const json = await aVisitor(hub).getJson('/nulle-part')
    expect(json.body.error).to.have.keys('code', 'message', 'requestId')
  })

  it('refuses broken and huge bodies with a word', async () => {
    const broken = await aVisitor(hub).send('POST', '/connexion', {
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      json: undefined,
    })
    expect(broken.status).to.equal(422)
    const huge = await aVisitor(hub).postJson('/connexion', { email: 'x'.repeat(600_000) })
    expect(huge.status).to.equal(413)
    expect(huge.body.error.code).to.equal('tooLarge')
  })
})

describe('a request for no page', () => {
  const hub = useHub()

  it('is told so, whatever its method', async () => {
    const { hostname, port } = new URL(hub.url)
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const options = { hostname, port, method: 'OPTIONS', path: '*' }
      request(options, res => resolve(res.resume().statusCode))
        .on('error', reject)
        .end()
    })
    expect(answer).to.equal(400)
  })
})

describe('input of another shape', () => {
  const hub = useHub()
  const strange = { toHTML: 'x', toString: 'x', valueOf: 'x' }
  const asPage = { accept: 'text/html', 'content-type': 'application/json' }

  it('shows the form again, whatever a program put in place of text', async () => {
    const admin = await signedInAs(hub, 'admin')
    const paths = ['/discussions', '/ressources', '/rencontres', '/lieux', '/compte']
    for (const path of [...paths, '/administration/reseau', '/administration/salons']) {
      const json = {
        ...{ name: strange, title: [strange], body: strange, kind: strange, startsAt: strange },
        ...{ services: [strange], publics: [strange], steps: [{ title: strange }] },
        ...{ slots: [{ title: strange, speakers: [strange] }], skills: strange, order: strange },
      }
      const page = await admin.send('POST', path, { json, headers: asPage })
      expect(page.status, path).to.equal(422)
      expect(page.text, path).to.include('aria-invalid="true"')
    }
    // A form that is no longer there says so in its status too.
    await Network.updateOne({ _id: 'network' }, { installedAt: new Date() }, { upsert: true })
    expect((await admin.post('/installation', { token: '' })).status).to.equal(404)
    const json = { apercu: '1', body: 'Bonjour', title: strange }
    const page = await admin.send('POST', '/discussions', { json, headers: asPage })
    expect(page.status).to.equal(200)
  })
})

describe('what members write', () => {
  const hub = useHub()

  it('is refused when it floods the network, for its sender only', async () => {
    const [flooding, other] = [await signedInAs(hub), await signedInAs(hub)]
    const points = Array.from({ length: 1_500 }, () => spend('writing', flooding.member.id))
    await Promise.all(points)
    const refused = await flooding.postJson('/apercu', { body: 'Bonjour' })
    expect(refused.status).to.equal(429)
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60)
    expect((await flooding.getJson('/compte')).status).to.equal(200)
    expect((await other.postJson('/apercu', { body: 'Bonjour' })).status).to.equal(200)
  })
})

describe('a computer that others use', () => {
  const hub = useHub()

  it('keeps nothing of an account, nor of pages once signed out', async () => {
    const admin = await signedInAs(hub, 'admin')
    for (const path of ['/compte', '/compte/mot-de-passe', '/administration/membres'])
      expect((await admin.get(path)).headers.get('cache-control'), path).to.equal('no-store')
    expect((await admin.get('/discussions')).headers.get('cache-control')).to.include('private')
    const out = await admin.post('/deconnexion')
    expect(out.headers.get('clear-site-data')).to.equal('"cache", "storage"')
  })
})

describe('requests from another site', () => {
  const hub = useHub()
  const post = (agent: Awaited<ReturnType<typeof signedInAs>>, headers: Record<string, string>) =>
    agent.send('POST', '/deconnexion', {
      headers: { accept: 'application/json', ...headers },
      form: {},
    })

  it('are refused by Sec-Fetch-Site, or by Origin', async () => {
    const agent = await signedInAs(hub)
    expect((await post(agent, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403)
    expect((await post(agent, { 'sec-fetch-site': 'same-site' })).status).to.equal(403)
    expect((await post(agent, { origin: 'https://evil.example' })).status).to.equal(403)
    expect((await post(agent, { origin: 'null' })).status).to.equal(403)
    expect((await agent.getJson('/compte')).status).to.equal(200)
  })

  it('from our own pages pass', async () => {
    const agent = await signedInAs(hub)
    expect((await post(agent, { origin: new URL(hub.url).origin })).status).to.equal(204)
  })
})
