import { expect } from 'chai'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'

describe('signing in', () => {
  const hub = useHub()

  it('opens a session with the right password, by form and by JSON', async () => {
    const member = await aMember('volunteer')
    const byForm = aVisitor(hub)
    const reply = await byForm.post('/connexion', {
      email: member.email,
      password: PASSWORD,
      retour: '/compte',
    })
    expect(reply.status).to.equal(303)
    expect(reply.location).to.equal('/compte')
    expect((await byForm.get('/compte')).status).to.equal(200)

    const byJson = await aVisitor(hub).postJson('/connexion', {
      email: member.email.toUpperCase(),
      password: PASSWORD,
    })
    expect(byJson.status).to.equal(200)
    expect(byJson.body).to.include({ id: member.id, name: member.name, role: 'volunteer' })
    expect(JSON.stringify(byJson.body)).not.to.include('argon2')
  })

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const member = await aMember()
    const reply = await aVisitor(hub).postJson('/connexion', {
      email: member.email,
      password: PASSWORD,
    })
    expect(reply.headers.get('set-cookie'))
      .to.match(/HttpOnly/)
      .and.match(/SameSite=Lax/)
  })

  it('answers a wrong password and an unknown address alike', async () => {
    const member = await aMember()
    const wrong = await aVisitor(hub).postJson('/connexion', {
      email: member.email,
      password: 'not this one',
    })
    const unknown = await aVisitor(hub).postJson('/connexion', {
      email: 'nobody@example.org',
      password: 'not this one',
    })
    expect(wrong.status).to.equal(422)
    expect(unknown.status).to.equal(wrong.status)
    expect(unknown.body).to.deep.equal(wrong.body)
  })

  it('refuses operators in place of text', async () => {
    const reply = await aVisitor(hub).postJson('/connexion', {
      email: { $ne: null },
      password: { $ne: null },
    })
    expect(reply.status).to.equal(422)
    expect(reply.body.errors).to.have.keys('email', 'password')
  })

  it('shows the form again with the address, never the password', async () => {
    const reply = await aVisitor(hub).post('/connexion', {
      email: 'a@example.org',
      password: 'secret secret',
    })
    expect(reply.status).to.equal(422)
    expect(reply.text).to.include('value="a@example.org"').and.not.include('secret secret')
  })

  it('tells a pending member to wait, only after the right password', async () => {
    const member = await aMember('animateur', { state: 'pending' })
    const right = await aVisitor(hub).postJson('/connexion', {
      email: member.email,
      password: PASSWORD,
    })
    expect(right.status).to.equal(403)
    expect(right.body.error.code).to.equal('pendingAccount')
    const wrong = await aVisitor(hub).postJson('/connexion', {
      email: member.email,
      password: 'not this one',
    })
    expect(wrong.status).to.equal(422)
  })

  it('never goes to another site afterwards', async () => {
    const member = await aMember()
    for (const retour of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      const reply = await aVisitor(hub).post('/connexion', {
        email: member.email,
        password: PASSWORD,
        retour,
      })
      expect(reply.location, retour).to.equal('/')
    }
  })

  it('makes a new session: one planted before is worth nothing', async () => {
    const agent = await signedInAs(hub)
    const before = agent.cookie
    await agent.signIn(agent.member.email, PASSWORD)
    expect(agent.cookie).not.to.equal(before)
    const planted = await aVisitor(hub).send('GET', '/compte', {
      headers: { cookie: before, accept: 'application/json' },
    })
    expect(planted.status).to.equal(401)
  })

  it('ends with signing out', async () => {
    const agent = await signedInAs(hub)
    const cookie = agent.cookie
    expect((await agent.post('/deconnexion')).status).to.equal(303)
    const after = await aVisitor(hub).send('GET', '/compte', {
      headers: { cookie, accept: 'application/json' },
    })
    expect(after.status).to.equal(401)
  })

  it('ends at once for a suspended member', async () => {
    const agent = await signedInAs(hub)
    expect((await agent.getJson('/compte')).status).to.equal(200)
    agent.member.state = 'suspended'
    await agent.member.save()
    expect((await agent.getJson('/compte')).status).to.equal(401)
  })
})
