import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import { makeLink } from '../../server/people/auth/door/links.ts'
import { setProvider } from '../../server/people/auth/provider/client.ts'
import { Authenticator } from '../people/auth/support/authenticator.ts'
import { CLIENT, IdentityProvider } from '../people/auth/support/identity-provider.ts'
import { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { anInvitation, aRequest, freshLimits, tokenOf } from '../support/joining.ts'
import { useMails } from '../support/mails.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../support/people.ts'

type Way = { what: string; enter(victim: Agent): Promise<unknown>; opens: boolean }

describe('a session that somebody else began', function () {
  this.timeout(180_000)
  const hub = useHub()
  const mails = useMails()
  let idp: IdentityProvider
  before(async () => {
    idp = await IdentityProvider.start(`${hub.url}/connexion/oidc/retour`)
    setProvider({
      issuer: idp.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      label: 'Pro',
    })
  })
  after(async () => {
    setProvider(undefined)
    await idp.close()
  })
  beforeEach(freshLimits)

  const WAYS: Way[] = [
    { what: 'a password', enter: password, opens: true },
    { what: 'a code after the password', enter: code, opens: true },
    { what: 'a mailed link', enter: link, opens: true },
    { what: 'a key', enter: key, opens: true },
    { what: 'an identity provider', enter: provider, opens: true },
    { what: 'an identity provider and the password', enter: firstTime, opens: true },
    { what: 'a new password by a mailed link', enter: reset, opens: false },
    { what: 'an invitation', enter: invitation, opens: false },
    { what: 'a confirmed address', enter: confirmation, opens: false },
  ]

  for (const { what, enter, opens } of WAYS) {
    it(`is nobody’s after ${what}: the one who planted it learns and gets nothing`, async () => {
      const thief = aVisitor(hub)
      const planted = await sessionOf(thief)
      const victim = withCookie(planted)
      await enter(victim)
      expect((await victim.getJson('/compte')).status).to.equal(opens ? 200 : 401)
      if (opens) expect(victim.cookie).not.to.include(planted)
      for (const path of ['/compte', '/compte/securite', '/connexion/code'])
        expect((await withCookie(planted).getJson(path)).status, path).not.to.equal(200)
      expect((await thief.getJson('/compte')).status).to.equal(401)
    })
  }

  it('is not even taken when the hub never made it', async () => {
    const { email } = await aMember()
    for (const made of [
      'rouedad=s%3Aplanted.signature',
      'rouedad=planted',
      'rouedad=s:x.y; rouedad=z',
    ]) {
      const victim = withCookie(made)
      await victim.signIn(email, PASSWORD)
      expect(victim.cookie).not.to.include('planted').and.not.include('s:x')
      expect((await withCookie(made).getJson('/compte')).status).to.equal(401)
    }
  })

  it('is closed when its owner signs in again as somebody else', async () => {
    const first = await signedInAs(hub)
    const before = first.cookie
    const other = await aMember()
    await first.signIn(other.email, PASSWORD)
    expect((await first.getJson('/compte')).body.id).to.equal(other.id)
    expect((await withCookie(before).getJson('/compte')).status).to.equal(401)
  })

  /** One that the hub signed: asked for by a page that needs a memory before anybody signs in. */
  async function sessionOf(thief: Agent) {
    await thief.postJson('/connexion/cle/options')
    expect(thief.cookie).to.match(/^rouedad=/)
    return thief.cookie
  }

  function withCookie(cookie: string) {
    const agent = new Agent(hub.url)
    agent.take(cookie)
    return agent
  }

  async function password(victim: Agent) {
    await victim.signIn((await aMember()).email, PASSWORD)
  }

  async function code(victim: Agent) {
    const owner = await signedInAs(hub)
    const { secret } = (await owner.getJson('/compte/securite/code')).body
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const [now, next] = [0, 30_000].map(ms => totp.generate({ timestamp: Date.now() + ms }))
    await owner.postJson('/compte/securite/code', { code: now, currentPassword: PASSWORD })
    const form = { email: owner.member.email, password: PASSWORD }
    expect((await victim.post('/connexion', form)).location).to.equal('/connexion/code')
    expect((await victim.post('/connexion/code', { code: next ?? '' })).status).to.equal(303)
  }

  async function link(victim: Agent) {
    const token = await makeLink({ kind: 'signIn', member: (await aMember())._id })
    await victim.postJson('/connexion/lien', { token })
  }

  async function key(victim: Agent) {
    const owner = await signedInAs(hub)
    const device = new Authenticator()
    const keys = '/compte/securite/cles'
    const asked = await owner.postJson(`${keys}/options`, {
      name: 'Clé',
      currentPassword: PASSWORD,
    })
    await owner.postJson(keys, device.register(asked.body, hub.url))
    const { body } = await victim.postJson('/connexion/cle/options')
    await victim.postJson('/connexion/cle', device.sign(body, hub.url))
  }

  async function firstTime(victim: Agent) {
    const { email, name } = await aMember()
    idp.person = { subject: email, claims: { email, email_verified: true, name } }
    await travel(victim)
    await victim.post('/connexion/oidc/lier', { password: PASSWORD })
  }

  async function provider(victim: Agent) {
    await firstTime(aVisitor(hub))
    await travel(victim)
  }

  async function travel(browser: Agent) {
    const { location } = await browser.get('/connexion/oidc')
    const back = await idp.visit(location ?? '', hub.url)
    await browser.get(back.slice(hub.url.length))
  }

  async function reset(victim: Agent) {
    const { email } = await aMember()
    await victim.postJson('/mot-de-passe', { email })
    const token = new URL(await mails.linkTo(email), hub.url).searchParams.get('token')
    const sent = await victim.postJson('/mot-de-passe/nouveau', {
      token,
      password: `${PASSWORD} et crêpes`,
    })
    expect(sent.status, sent.text).to.equal(200)
  }

  async function invitation(victim: Agent) {
    const { token } = await anInvitation(await signedInAs(hub, 'coordinator'))
    const email = 'invitee@example.org'
    const joined = await victim.postJson('/inscription', aRequest({ email, invitation: token }))
    expect(joined.status, joined.text).to.equal(201)
  }

  async function confirmation(victim: Agent) {
    const email = 'nouvelle@example.org'
    await victim.postJson('/inscription', aRequest({ email }))
    const token = tokenOf(await mails.linkTo(email))
    expect((await victim.postJson('/inscription/confirmation', { token })).status).to.equal(200)
  }
})
