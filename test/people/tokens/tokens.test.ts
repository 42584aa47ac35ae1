import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { Token } from '../../../models/token.ts'
import type { Scope } from '../../../models/words/token.ts'
import { hashOf, newSecret } from '../../../server/people/tokens/secret.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { aProgram, aToken, Program } from '../../support/tokens.ts'

describe('making a token', () => {
  const hub = useHub()

  it('shows the secret once, and keeps only its hash', async () => {
    const owner = await signedInAs(hub, 'volunteer')
    const page = await owner.post('/compte/jetons', {
      name: 'Tableur',
      scopes: ['read', 'threads'],
      days: '90',
    })
    expect(page.status).to.equal(201)
    const [secret = ''] = /rouedad_\w{49}/.exec(page.text) ?? []
    expect(page.headers.get('cache-control')).to.equal('no-store')
    const record = await Token.findOne({ hash: hashOf(secret) }).lean()
    expect(record).to.include({ name: 'Tableur' })
    expect(record?.scopes).to.deep.equal(['read', 'threads'])
    expect(JSON.stringify(record)).not.to.include(secret.slice(8))
    const list = await owner.get('/compte/jetons')
    expect(list.text).to.include('Tableur').and.not.include('rouedad_')
    expect(list.text).not.to.include(String(record?.hash))
    const { body } = await owner.getJson('/compte/jetons')
    expect(body.items[0]).to.include({ name: 'Tableur', state: 'live', lastUsedOn: null })
    expect(body.items[0]).not.to.have.any.keys('hash', 'secret', 'member')
    expect((await owner.getJson(body.items[0].url)).body).to.deep.equal(body.items[0])
    expect((await owner.get(body.items[0].url)).location).to.match(/^\/compte\/jetons#t-/)
  })

  it('is told as JSON with its address', async () => {
    const owner = await signedInAs(hub)
    const reply = await owner.postJson('/compte/jetons', {
      name: 'Script',
      scopes: 'read',
      days: 365,
    })
    expect(reply.status).to.equal(201)
    expect(reply.headers.get('location')).to.equal(reply.body.url)
    expect(reply.body.secret).to.match(/^rouedad_/)
    const days = (Date.parse(reply.body.expiresAt) - Date.now()) / 86_400_000
    expect(days).to.be.within(364.9, 365)
  })

  it('gives only scopes that the role allows', async () => {
    const refused: [Parameters<typeof signedInAs>[1], Scope[]][] = [
      ['volunteer', ['spaces', 'moderation', 'administration']],
      ['animateur', ['moderation', 'administration']],
    ]
    for (const [role, scopes] of refused) {
      const owner = await signedInAs(hub, role)
      const { text } = await owner.get('/compte/jetons')
      for (const scope of scopes) {
        const reply = await owner.postJson('/compte/jetons', {
          name: 'x',
          scopes: ['read', scope],
          days: 30,
        })
        expect(reply.status, `${role} ${scope}`).to.equal(422)
        expect(reply.body.errors).to.have.key('scopes')
        expect(text).not.to.include(`value="${scope}"`)
      }
    }
    const coordinator = await signedInAs(hub, 'coordinator')
    await aToken(coordinator, ['spaces', 'moderation', 'administration'])
  })

  it('refuses input of another shape, and never lives for ever', async () => {
    const owner = await signedInAs(hub)
    const good = { name: 'x', scopes: ['read'], days: 30 }
    const wrong = [
      { ...good, name: { $ne: null } },
      { ...good, scopes: { $ne: null } },
      { ...good, scopes: [{ $gt: '' }] },
      { ...good, scopes: [] },
      { ...good, scopes: ['everything'] },
      { ...good, days: { $ne: null } },
      { ...good, days: 0 },
      { ...good, days: 31 },
      { ...good, days: -30 },
      { ...good, days: 'never' },
      { ...good, days: '' },
      { ...good, clientId: { $ne: null } },
      { ...good, name: ' ' },
    ]
    for (const json of wrong)
      expect((await owner.postJson('/compte/jetons', json)).status, JSON.stringify(json)).to.equal(
        422,
      )
    const { days: _, ...forEver } = good
    expect((await owner.postJson('/compte/jetons', forEver)).body.errors).to.have.key('days')
    expect(await Token.countDocuments({ member: owner.member.id })).to.equal(0)
    const page = await owner.post('/compte/jetons', { name: 'Gardé', days: '30' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('value="Gardé"').and.include('id="e-f-scopes"')
  })

  it('makes one token of a form sent twice', async () => {
    const owner = await signedInAs(hub)
    const form = { name: 'Une fois', scopes: ['read'], days: '30', clientId: 'abc' }
    const replies = await Promise.all([
      owner.post('/compte/jetons', form),
      owner.post('/compte/jetons', form),
    ])
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([201, 409])
    expect(await Token.countDocuments({ member: owner.member.id })).to.equal(1)
  })

  it('stops at twenty live ones', async () => {
    const owner = await signedInAs(hub)
    const { url } = await aToken(owner, ['read'])
    for (let n = 1; n < 20; n++) await aToken(owner, ['read'])
    const input = { name: 'x', scopes: ['read'], days: 30 }
    expect((await owner.postJson('/compte/jetons', input)).status).to.equal(422)
    await owner.postJson(`${url}/revocation`)
    expect((await owner.postJson('/compte/jetons', input)).status).to.equal(201)
  })

  it('is for members, about their own tokens', async () => {
    const visitor = aVisitor(hub)
    expect((await visitor.getJson('/compte/jetons')).status).to.equal(401)
    expect((await visitor.get('/compte/jetons')).location).to.match(/^\/connexion/)
    expect((await visitor.postJson('/compte/jetons', {})).status).to.equal(401)
    const [owner, other] = [await signedInAs(hub), await signedInAs(hub, 'admin')]
    const { url, secret } = await aToken(owner, ['read'])
    expect((await other.getJson(url)).status).to.equal(404)
    expect((await other.postJson(`${url}/revocation`)).status).to.equal(404)
    expect((await other.postJson('/compte/jetons/x/revocation')).status).to.equal(404)
    expect((await other.get('/compte/jetons')).text).not.to.include(url)
    expect((await new Program(hub, secret).get('/compte')).status).to.equal(200)
  })
})

describe('a token', () => {
  const hub = useHub()

  it('opens every address as JSON, as its member', async () => {
    const program = await aProgram(hub, ['read'], 'volunteer')
    const { status, body, headers } = await program.get('/compte', { accept: 'text/html' })
    expect(status).to.equal(200)
    expect(body).to.include({ email: program.owner.member.email })
    expect(headers.get('content-type')).to.match(/json/)
    for (const path of ['/', '/discussions', '/salons', '/ressources', '/recherche?q=a'])
      expect((await program.get(path)).body, path).to.be.an('object')
    const missing = await program.get('/nulle-part')
    expect(missing.status).to.equal(404)
    expect(missing.body.error.code).to.equal('notFound')
    expect((await program.get('/administration')).status).to.equal(404)
  })

  it('is said to be of any case, and nothing else than a bearer is one', async () => {
    const { token } = await aProgram(hub, ['read'])
    const visitor = aVisitor(hub)
    const asked = (authorization: string) =>
      visitor.send('GET', '/compte', { headers: { accept: 'application/json', authorization } })
    expect((await asked(`bearer  ${token.secret} `)).status).to.equal(200)
    expect((await asked(`Basic ${token.secret}`)).status).to.equal(401)
    expect((await asked(`Bearer ${token.secret} ${token.secret}`)).status).to.equal(401)
  })

  it('writes in its areas only, and says which scope is missing', async () => {
    const writes: [Scope, string, object][] = [
      ['threads', '/discussions', { title: 'Bonjour', body: 'Bonjour' }],
      ['threads', '/apercu', { body: 'Bonjour' }],
      ['chat', '/salons/cafe/messages', { body: 'Bonjour' }],
      ['library', '/ressources', { kind: 'guide', title: 'Un guide' }],
      ['gatherings', '/rencontres', { title: 'Une rencontre' }],
      ['spaces', '/lieux', { name: 'Un lieu', commune: 'Brest' }],
      ['account', '/compte', { name: 'Nolwenn' }],
      ['moderation', '/moderation/x', {}],
      ['administration', '/administration/salons', { title: 'Un salon' }],
    ]
    const every = writes.map(([scope]) => scope)
    for (const [scope, path, json] of writes) {
      const without = await aProgram(hub, ['read', ...every.filter(one => one !== scope)])
      const refused = await without.post(path, json)
      expect(refused.status, path).to.equal(403)
      expect(refused.body.error).to.include({ code: 'scopeMissing', scope })
      expect(refused.body.error.message).to.include(scope)
      expect(refused.headers.get('www-authenticate')).to.include(`scope="${scope}"`)
      const allowed = await new Program(hub, (await aToken(without.owner, [scope])).secret).post(
        path,
        json,
      )
      expect([200, 201, 404, 422], `${path} ${allowed.text}`).to.include(allowed.status)
    }
  })

  it('reads with the scope for it only', async () => {
    const program = await aProgram(hub, ['threads'])
    const { status, body } = await program.get('/discussions')
    expect(status).to.equal(403)
    expect(body.error).to.include({ code: 'scopeMissing', scope: 'read' })
    expect((await program.send('HEAD', '/discussions')).status).to.equal(403)
    const posted = await program.post('/discussions', { title: 'Sans lire', body: 'Bonjour' })
    expect(posted.status).to.equal(201)
  })

  it('gives no more than the role of its member, as it is today', async () => {
    const program = await aProgram(hub, ['read', 'administration'], 'admin')
    expect((await program.get('/administration/membres')).status).to.equal(200)
    program.owner.member.role = 'volunteer'
    await program.owner.member.save()
    expect((await program.get('/administration/membres')).status).to.equal(404)
    expect((await program.post('/administration/salons', { title: 'Un salon' })).status).to.equal(
      404,
    )
  })

  it('stops at once when revoked, expired, unknown, or its member is suspended', async () => {
    const refused = async (program: Program, why: string) => {
      for (const reply of [
        await program.get('/ressources'),
        await program.get('/nulle-part'),
        await program.post('/discussions', { title: 'Non', body: 'Non' }),
      ]) {
        expect(reply.status, why).to.equal(401)
        expect(reply.headers.get('www-authenticate'), why).to.match(/^Bearer .*invalid_token/)
        expect(reply.body.error.code, why).to.equal('tokenRefused')
      }
    }
    const revoked = await aProgram(hub, ['read', 'threads'])
    expect((await revoked.get('/compte')).status).to.equal(200)
    expect((await revoked.owner.post(`${revoked.token.url}/revocation`)).status).to.equal(303)
    await refused(revoked, 'revoked')
    const { body } = await revoked.owner.getJson('/compte/jetons')
    expect(body.items[0]).to.include({ state: 'revoked' })
    expect((await revoked.owner.get('/compte/jetons')).text).to.include('Révoqué')

    const expired = await aProgram(hub, ['read', 'threads'])
    await Token.updateOne({ _id: expired.token.id }, { $set: { expiresAt: new Date() } })
    await refused(expired, 'expired')
    expect((await expired.owner.get('/compte/jetons')).text).to.include('Expiré')

    const suspended = await aProgram(hub, ['read', 'threads'])
    await Member.updateOne({ _id: suspended.owner.member._id }, { $set: { state: 'suspended' } })
    await refused(suspended, 'suspended')

    const gone = await aProgram(hub, ['read', 'threads'])
    await Member.deleteOne({ _id: gone.owner.member._id })
    await refused(gone, 'gone')

    await refused(new Program(hub, newSecret()), 'unknown')
    await refused(new Program(hub, 'rouedad_guess'), 'malformed')
    await refused(new Program(hub, ''), 'empty')
    await refused(new Program(hub, '{"$ne":null}'), 'operator')
  })

  it('keeps its first revocation when revoked twice', async () => {
    const { owner, token } = await aProgram(hub, ['read'])
    const first = await owner.postJson(`${token.url}/revocation`)
    const second = await owner.postJson(`${token.url}/revocation`)
    expect(first.body.state).to.equal('revoked')
    expect(second.body).to.deep.equal(first.body)
  })

  it('never becomes a person: no session, no cookie, no other token, no password', async () => {
    const program = await aProgram(hub, ['read', 'account', 'administration'])
    const { email } = program.owner.member
    const closed: [string, object][] = [
      ['/compte/jetons', { name: 'x', scopes: ['read'], days: 30 }],
      ['/COMPTE/Jetons/', { name: 'x', scopes: ['read'], days: 30 }],
      [`${program.token.url}/revocation`, {}],
      ['/compte/mot-de-passe', { currentPassword: 'x', password: 'x' }],
      ['/compte/double-authentification', {}],
      ['/compte/courriel', { email }],
      ['/connexion', { email, password: 'cidre et galettes' }],
      ['/deconnexion', {}],
      ['/inscription', {}],
      ['/mot-de-passe', { email }],
      ['/preferences', { langue: 'en' }],
      ['/', {}],
    ]
    for (const [path, json] of closed) {
      const reply = await program.post(path, json)
      expect(reply.status, path).to.equal(403)
      expect(reply.body.error.code, path).to.equal('peopleOnly')
      expect(reply.headers.getSetCookie(), path).to.deep.equal([])
    }
    expect((await program.get('/compte/jetons')).status).to.equal(403)
    expect((await program.get('/compte/mot-de-passe')).status).to.equal(403)
    for (const path of ['/', '/compte', '/discussions', '/connexion'])
      expect((await program.get(path)).headers.getSetCookie(), path).to.deep.equal([])
    expect(await Token.countDocuments({ member: program.owner.member._id })).to.equal(1)
  })

  it('counts alone: the cookies beside it are not read', async () => {
    const admin = await signedInAs(hub, 'admin')
    const program = await aProgram(hub, ['read'], 'volunteer')
    const { body } = await program.get('/compte', { cookie: admin.cookie })
    expect(body.email).to.equal(program.owner.member.email)
    const refused = await new Program(hub, newSecret()).get('/compte', { cookie: admin.cookie })
    expect(refused.status).to.equal(401)
  })

  it('writes from anywhere: no page of another site can send it by accident', async () => {
    const program = await aProgram(hub, ['threads'])
    const elsewhere = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    const thread = { title: 'De loin', body: 'Bonjour' }
    expect((await program.post('/discussions', thread, elsewhere)).status).to.equal(201)
    const visitor = aVisitor(hub)
    const withoutToken = await visitor.send('POST', '/discussions', {
      json: thread,
      headers: { accept: 'application/json', ...elsewhere },
    })
    expect(withoutToken.status).to.equal(403)
  })

  it('shows the day of its last use, written once a day', async () => {
    const program = await aProgram(hub, ['read'])
    await program.get('/compte')
    const used = await Token.findById(program.token.id).lean()
    expect(used?.lastUsedOn).to.equal(new Date().toISOString().slice(0, 10))
    await Token.updateOne({ _id: program.token.id }, { $set: { lastUsedOn: '2026-01-02' } })
    expect((await program.owner.get('/compte/jetons')).text).to.match(/Dernier usage\s: 2 janv/)
    await program.get('/compte')
    expect((await Token.findById(program.token.id).lean())?.lastUsedOn).not.to.equal('2026-01-02')
  })

  it('answers bodies of operators with 422', async () => {
    const program = await aProgram(hub, ['threads', 'account', 'administration', 'chat'])
    const strange = { $ne: null }
    const bodies: [string, object][] = [
      ['/discussions', { title: strange, body: strange }],
      ['/compte', { name: strange }],
      ['/administration/salons', { title: strange }],
      ['/administration/reseau', { name: { $gt: '' } }],
    ]
    for (const [path, json] of bodies)
      expect((await program.post(path, json)).status, path).to.equal(422)
    const visitor = aVisitor(hub)
    for (const path of ['/connexion', '/mot-de-passe', '/inscription'])
      expect((await visitor.postJson(path, { email: strange })).status, path).to.equal(422)
  })
})
