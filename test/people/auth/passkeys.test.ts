import { expect } from 'chai'
import { Passkey } from '../../../models/passkey.ts'
import { changeSettings } from '../../../server/platform/network/settings.ts'
import type { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { Authenticator } from './support/authenticator.ts'
import { lettersTo } from './support/letters.ts'

const KEYS = '/compte/securite/cles'
const ASK = { name: 'Téléphone', currentPassword: PASSWORD }

describe('passkeys', function () {
  this.timeout(30_000)
  const hub = useHub()

  it('are made with the password, several, with names; their owner hears of each', async () => {
    const { agent } = await withKey()
    const second = new Authenticator()
    const options = await offered(agent, 'Ordinateur du lieu')
    expect(options.authenticatorSelection).to.include({
      residentKey: 'required',
      userVerification: 'required',
    })
    expect(options.excludeCredentials).to.have.length(1)
    const kept = await agent.postJson(KEYS, second.register(options, hub.url))
    expect(kept.status).to.equal(201)
    const { body, text } = await agent.getJson('/compte/securite')
    expect(body.passkeys.map(({ name }: { name: string }) => name)).to.deep.equal([
      'Téléphone',
      'Ordinateur du lieu',
    ])
    expect(text).not.to.include(second.id.toString('base64url'))
    await lettersTo(hub, agent.member.email, /Ordinateur du lieu/)
  })

  it('open a session by themselves, without a name nor a code', async () => {
    const { agent, device } = await withKey()
    const visitor = aVisitor(hub)
    const options = await asked(visitor)
    expect(options.allowCredentials ?? []).to.deep.equal([])
    expect(options.userVerification).to.equal('required')
    const before = visitor.cookie
    const entered = await visitor.postJson('/connexion/cle', device.sign(options, hub.url))
    expect(entered.status).to.equal(200)
    expect(visitor.cookie).not.to.equal(before)
    expect((await visitor.getJson('/compte')).body.id).to.equal(agent.member.id)
  })

  it('answer one challenge, once, within five minutes', async () => {
    const { device } = await withKey()
    const visitor = aVisitor(hub)
    const options = await asked(visitor)
    const cookie = visitor.cookie
    const answer = device.sign(options, hub.url)
    const send = () =>
      aVisitor(hub).send('POST', '/connexion/cle', {
        json: answer,
        headers: { cookie, accept: 'application/json' },
      })
    const all = await Promise.all([send(), send(), send()])
    expect(all.map(({ status }) => status).sort()).to.deep.equal([200, 422, 422])
    expect((await send()).status).to.equal(422)
    const other = aVisitor(hub)
    await asked(other)
    expect((await other.postJson('/connexion/cle', device.sign(options, hub.url))).status).to.equal(
      422,
    )
    const none = await aVisitor(hub).postJson('/connexion/cle', device.sign(options, hub.url))
    expect(none.status).to.equal(422)
  })

  it('are refused from another site, without check of who holds them, or of another kind', async () => {
    const { device } = await withKey()
    const tries: ((options: Options) => object)[] = [
      options => device.sign(options, 'https://evil.example'),
      options => device.sign({ ...options, rpId: 'evil.example' }, hub.url),
      options => device.sign(options, hub.url, { verified: false }),
      options => device.sign(options, hub.url, { present: false }),
      options => device.sign(options, hub.url, {}, { type: 'webauthn.create' }),
      options => new Authenticator().sign(options, hub.url),
      options => ({ ...device.sign(options, hub.url), id: { $ne: null } }),
      options => ({ ...device.sign(options, hub.url), response: {} }),
      options => {
        const signed = device.sign(options, hub.url)
        return { ...signed, response: { ...signed.response, signature: 'MEUCIQ' } }
      },
      () => ({}),
    ]
    for (const [n, attempt] of tries.entries()) {
      const visitor = aVisitor(hub)
      const reply = await visitor.postJson('/connexion/cle', attempt(await asked(visitor)))
      expect(reply.status, `try ${n}`).to.equal(422)
      expect((await visitor.getJson('/compte')).status).to.equal(401)
    }
  })

  it("are refused for somebody else's account", async () => {
    const [mine, other] = [await withKey(), await withKey()]
    mine.device.handle = other.device.handle
    const visitor = aVisitor(hub)
    const reply = await visitor.postJson(
      '/connexion/cle',
      mine.device.sign(await asked(visitor), hub.url),
    )
    expect(reply.status).to.equal(422)
  })

  it('whose counter goes back are copies', async () => {
    const { device, agent } = await withKey()
    device.counter = 41
    expect((await enter(device)).status).to.equal(200)
    device.counter = 41
    expect((await enter(device)).status).to.equal(422)
    expect((await Passkey.findOne({ member: agent.member._id }))?.counter).to.equal(42)
    expect((await enter(device)).status).to.equal(200)
  })

  it('let in neither the pending nor the suspended', async () => {
    for (const [state, code] of [
      ['pending', 'pendingAccount'],
      ['suspended', 'suspendedAccount'],
    ] as const) {
      const { agent, device } = await withKey()
      agent.member.state = state
      await agent.member.save()
      const reply = await enter(device)
      expect([reply.status, reply.body.error.code]).to.deep.equal([403, code])
    }
  })

  it('are not made without the password, from another site, nor twice', async () => {
    const { agent, device } = await withKey()
    for (const wrong of [{ currentPassword: 'pas le bon' }, { name: '' }, { name: 'x'.repeat(61) }])
      expect((await agent.postJson(`${KEYS}/options`, { ...ASK, ...wrong })).status).to.equal(422)
    const answers = [
      (options: Options) => new Authenticator().register(options, 'https://evil.example'),
      (options: Options) => new Authenticator().register(options, hub.url, { verified: false }),
      (options: Options) => device.register(options, hub.url),
    ]
    for (const answer of answers) {
      const options = await offered(agent)
      expect((await agent.postJson(KEYS, answer(options))).status).to.equal(422)
    }
    const options = await offered(agent)
    const once = new Authenticator().register(options, hub.url)
    expect((await agent.postJson(KEYS, once)).status).to.equal(201)
    expect((await agent.postJson(KEYS, once)).status).to.equal(422)
    expect((await agent.getJson('/compte/securite')).body.passkeys).to.have.length(2)
  })

  it('are renamed and removed by their owner alone', async () => {
    const [{ agent, device }, { agent: other }] = [await withKey(), await withKey()]
    const [{ url }] = (await agent.getJson('/compte/securite')).body.passkeys
    for (const stranger of [other, aVisitor(hub)]) {
      const status = stranger === other ? 404 : 401
      expect((await stranger.postJson(url, { name: 'À moi' })).status).to.equal(status)
      expect((await stranger.postJson(`${url}/retrait`)).status).to.equal(status)
    }
    expect((await agent.post(url, { name: 'Vieux téléphone' })).status).to.equal(303)
    expect((await agent.get('/compte/securite')).text).to.include('Vieux téléphone')
    expect((await agent.post(`${url}/retrait`)).status).to.equal(303)
    expect((await enter(device)).status).to.equal(422)
    expect((await agent.postJson(`${url}/retrait`)).status).to.equal(404)
  })

  it('are both factors for an administrator who must have two', async () => {
    const { device } = await withKey('admin')
    await changeSettings({ adminsNeedSecondFactor: true })
    const visitor = aVisitor(hub)
    await visitor.postJson('/connexion/cle', device.sign(await asked(visitor), hub.url))
    expect((await visitor.get('/administration')).status).to.equal(200)
    await changeSettings({ adminsNeedSecondFactor: false })
  })

  async function withKey(role: 'animateur' | 'admin' = 'animateur') {
    const agent = await signedInAs(hub, role)
    const device = new Authenticator()
    const { status, text } = await agent.postJson(
      KEYS,
      device.register(await offered(agent), hub.url),
    )
    if (status !== 201) throw new Error(text)
    return { agent, device }
  }

  async function enter(device: Authenticator) {
    const visitor = aVisitor(hub)
    return visitor.postJson('/connexion/cle', device.sign(await asked(visitor), hub.url))
  }
})

type Options = Awaited<ReturnType<typeof asked>>

async function offered(agent: Agent, name = ASK.name) {
  return (await agent.postJson(`${KEYS}/options`, { ...ASK, name })).body
}

async function asked(agent: Agent) {
  return (await agent.postJson('/connexion/cle/options')).body
}
