import { expect } from 'chai'
import mongoose from 'mongoose'
import { Identity } from '../../../models/identity.ts'
import { Member } from '../../../models/member.ts'
import { OneTimeLink } from '../../../models/one-time-link.ts'
import { SecondFactor } from '../../../models/second-factor.ts'
import { setProvider } from '../../../server/people/auth/provider/client.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { forgive } from '../../../server/platform/who/limits.ts'
import type { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { CLIENT, IdentityProvider } from './support/identity-provider.ts'
import { lettersTo, tokenIn } from './support/letters.ts'

const OIDC = '/connexion/oidc'
let people = 0

describe('signing in by an identity provider', function () {
  this.timeout(30_000)
  const hub = useHub()
  let idp: IdentityProvider

  before(async () => {
    idp = await IdentityProvider.start(`${hub.url}${OIDC}/retour`)
    choose(idp.issuer)
  })
  after(async () => {
    setProvider(undefined)
    await idp.close()
  })

  beforeEach(async () => {
    // All these browsers come from one address.
    for (const address of ['127.0.0.1', '0:0:0:0::/64']) await forgive('providerAddress', address)
  })

  it('is offered on the sign-in page, and keeps where one was going', async () => {
    const page = await aVisitor(hub).get('/connexion?retour=/membres')
    expect(page.text)
      .to.include('Entrer avec ProConnect')
      .and.match(/oidc\?retour(=|&#x3D;)%2Fmembres/)
    const { location } = await aVisitor(hub).get(OIDC)
    const asked = new URL(location ?? '').searchParams
    expect(asked.get('code_challenge_method')).to.equal('S256')
    expect(asked.get('scope')).to.equal('openid email profile given_name usual_name')
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)?.length).to.be.above(30)
  })

  it('links an account of the same verified address after its password, then opens it at once', async () => {
    const member = await aMember()
    someone(member.email)
    const browser = aVisitor(hub)
    const arrived = await travel(browser, '/membres')
    expect(arrived.location).to.equal(`${OIDC}/lier`)
    expect((await browser.getJson('/compte')).status).to.equal(401)
    expect(await Identity.countDocuments({ member: member._id })).to.equal(0)
    expect((await browser.get(`${OIDC}/lier`)).text).to.include('Un compte existe déjà')
    const wrong = await browser.post(`${OIDC}/lier`, { password: 'pas le bon' })
    expect(wrong.status).to.equal(422)
    const right = await browser.post(`${OIDC}/lier`, { password: PASSWORD })
    expect([right.status, right.location]).to.deep.equal([303, '/membres'])
    expect((await browser.getJson('/compte')).body.id).to.equal(member.id)
    await lettersTo(hub, member.email, /compte ext.rieur/)
    const again = aVisitor(hub)
    expect((await travel(again)).location).to.equal('/')
    expect((await again.getJson('/compte')).body.id).to.equal(member.id)
    expect((await again.getJson('/compte/securite')).body.provider).to.equal(true)
    expect((await again.postJson('/compte/securite/exterieur/retrait')).status).to.equal(204)
    expect((await travel(aVisitor(hub))).location).to.equal(`${OIDC}/lier`)
  })

  it('links it by a mailed link too, in the browser that began, once', async () => {
    const member = await aMember()
    someone(member.email)
    const browser = aVisitor(hub)
    await travel(browser)
    await browser.post(`${OIDC}/lien`)
    const token = tokenIn((await lettersTo(hub, member.email, /oidc\/lien/))[0])
    const page = await aVisitor(hub).get(`${OIDC}/lien?token=${token}`)
    expect(page.text).to.include('où vous avez commencé').and.not.include('name="token"')
    for (const elsewhere of [aVisitor(hub), await elsewhereOnTheWay()]) {
      const refused = await elsewhere.post(`${OIDC}/confirmation`, { token })
      expect(refused.status).to.equal(422)
    }
    expect((await browser.post(`${OIDC}/confirmation`, { token })).location).to.equal('/')
    expect((await browser.getJson('/compte')).body.id).to.equal(member.id)
    expect(await OneTimeLink.countDocuments({ kind: 'provider' })).to.equal(0)
  })

  it('takes nobody’s word for an address: without « verified », only its mailbox proves it', async () => {
    const victim = await signedInAs(hub)
    for (const email_verified of [false, undefined, 'true', 1]) {
      someone(victim.member.email, { email_verified })
      const thief = aVisitor(hub)
      await travel(thief)
      const page = await thief.get(`${OIDC}/lier`)
      expect(page.text).not.to.include('name="password"').and.not.include('Un compte existe')
      const wish = { name: 'Voleur', role: 'animateur' }
      expect((await thief.post(`${OIDC}/lier`, { password: PASSWORD })).status).to.equal(400)
      expect((await thief.post(`${OIDC}/inscription`, wish)).status).to.equal(400)
    }
    someone(victim.member.email, { email_verified: false })
    const thief = aVisitor(hub)
    await travel(thief)
    await thief.post(`${OIDC}/lien`)
    const token = tokenIn((await lettersTo(hub, victim.member.email, /oidc\/lien/))[0])
    // The victim opens the mail where they are signed in: nothing is linked.
    expect((await victim.post(`${OIDC}/confirmation`, { token })).status).to.equal(422)
    expect(await Identity.countDocuments({ member: victim.member._id })).to.equal(0)
  })

  it('brings a new person to the approval queue, never further', async () => {
    const { email } = someone('katell@example.org')
    const browser = aVisitor(hub)
    await travel(browser)
    const page = await browser.get(`${OIDC}/lier`)
    expect(page.text).to.include('Katell Le Bihan').and.include(email)
    const wish = { name: 'Katell', role: 'admin' }
    expect((await browser.post(`${OIDC}/inscription`, wish)).status).to.equal(422)
    const asked = await browser.post(`${OIDC}/inscription`, { ...wish, role: 'volunteer' })
    expect(asked.status).to.equal(201)
    const member = await Member.findOne({ email })
    expect(member).to.include({ state: 'pending', role: 'volunteer', name: 'Katell' })
    expect((await travel(aVisitor(hub))).status).to.equal(403)
    expect((await browser.getJson('/compte')).status).to.equal(401)
    const coordinator = await signedInAs(hub, 'coordinator')
    await coordinator.postJson(`/administration/demandes/${member?.id}/accord`)
    const back = aVisitor(hub)
    expect((await travel(back)).location).to.equal('/')
    expect((await back.getJson('/compte')).body.id).to.equal(member?.id)
  })

  it('asks a new person without verified address for a click in their mailbox first', async () => {
    const { email } = someone('loeiz@example.org', { email_verified: false })
    const browser = aVisitor(hub)
    await travel(browser)
    await browser.post(`${OIDC}/lien`)
    const token = tokenIn((await lettersTo(hub, email, /oidc\/lien/))[0])
    const proven = await browser.post(`${OIDC}/confirmation`, { token })
    expect(proven.location).to.equal(`${OIDC}/lier`)
    const wish = { name: 'Loeiz', role: 'animateur' }
    expect((await browser.post(`${OIDC}/inscription`, wish)).status).to.equal(201)
    expect((await Member.findOne({ email }))?.state).to.equal('pending')
  })

  it('refuses another state, a browser that did not begin, and a code that was used', async () => {
    const member = await linked()
    const browser = aVisitor(hub)
    const back = new URL(await returnOf(browser))
    const wrong = new URL(back)
    wrong.searchParams.set('state', 'x'.repeat(43))
    const stranger = await aVisitor(hub).get(pathOf(back))
    expect(stranger.status).to.equal(400)
    const entered = await browser.get(pathOf(back))
    expect([entered.status, entered.location]).to.deep.equal([303, '/'])
    await browser.postJson('/deconnexion')
    expect((await browser.get(pathOf(back))).status).to.equal(400)
    // Another journey, with the code of before.
    const next = new URL(await returnOf(browser))
    next.searchParams.set('code', back.searchParams.get('code') ?? '')
    expect((await browser.get(pathOf(next))).status).to.equal(400)
    await returnOf(browser)
    expect((await browser.get(pathOf(wrong))).status).to.equal(400)
    expect((await browser.getJson('/compte')).status).to.equal(401)
    expect((await Member.findById(member._id))?.state).to.equal('active')
  })

  it('refuses the same return twice at once', async () => {
    await linked()
    const browser = aVisitor(hub)
    const path = pathOf(new URL(await returnOf(browser)))
    const { cookie } = browser
    const all = await Promise.all(
      [1, 2, 3].map(() => aVisitor(hub).send('GET', path, { headers: { cookie } })),
    )
    expect(all.map(({ status }) => status).sort()).to.deep.equal([303, 400, 400])
  })

  it('refuses a return after ten minutes', async () => {
    await linked()
    const browser = aVisitor(hub)
    const back = new URL(await returnOf(browser))
    await mongoose.connection.collection('sessions').updateMany(
      { 'session.journey.until': { $gt: 0 } },
      { $set: { 'session.journey.until': 1 } },
      {
        hint: { $natural: 1 },
      },
    )
    forgetAll()
    expect((await browser.get(pathOf(back))).status).to.equal(400)
  })

  it('refuses an answer in the name of another issuer', async () => {
    await linked()
    for (const iss of ['https://evil.example', undefined]) {
      const browser = aVisitor(hub)
      const back = new URL(await returnOf(browser))
      if (iss) back.searchParams.set('iss', iss)
      else back.searchParams.delete('iss')
      expect((await browser.get(pathOf(back))).status, String(iss)).to.equal(400)
      expect((await browser.getJson('/compte')).status).to.equal(401)
    }
  })

  it('refuses a code of one provider brought to another', async () => {
    await linked()
    const other = await IdentityProvider.start(`${hub.url}${OIDC}/retour`)
    const browser = aVisitor(hub)
    const back = new URL(await returnOf(browser))
    choose(other.issuer)
    expect((await browser.get(pathOf(back))).status).to.equal(400)
    choose(idp.issuer)
    await other.close()
  })

  it('says so when the person cancels, or the provider refuses', async () => {
    const browser = aVisitor(hub)
    const state = new URL((await browser.get(OIDC)).location ?? '').searchParams.get('state')
    const error = `?error=access_denied&state=${state}&iss=${encodeURIComponent(idp.issuer)}`
    const reply = await browser.get(`${OIDC}/retour${error}`)
    expect(reply.status).to.equal(400)
    expect(reply.text).to.include('Vous avez annulé')
  })

  it('asks for the code of who has a second factor, and keeps the suspended out', async () => {
    const member = await linked()
    await SecondFactor.create({
      _id: member._id,
      secret: 'JBSWY3DPEHPK3PXP',
      onSince: new Date(),
      lastStep: 1,
    })
    const browser = aVisitor(hub)
    expect((await travel(browser)).location).to.equal('/connexion/code')
    expect((await browser.getJson('/compte')).status).to.equal(401)
    await Member.updateOne({ _id: member._id }, { $set: { state: 'suspended' } })
    expect((await travel(aVisitor(hub))).status).to.equal(403)
  })

  it('reads a signed answer, with the words of ProConnect', async () => {
    const signed = await IdentityProvider.start(`${hub.url}${OIDC}/retour`, { signed: true })
    choose(signed.issuer)
    const claims = { given_name: 'Angela', usual_name: 'Dubois', email: 'angela@example.org' }
    signed.person = { subject: 'p-1', claims: { ...claims, email_verified: true } }
    const browser = aVisitor(hub)
    const start = await browser.get(OIDC)
    const back = new URL(await signed.visit(start.location ?? '', hub.url))
    expect((await browser.get(pathOf(back))).location).to.equal(`${OIDC}/lier`)
    expect((await browser.get(`${OIDC}/lier`)).text).to.include('value="Angela Dubois"')
    choose(idp.issuer)
    await signed.close()
  })

  it('that is down leaves the sign-in page and the password as they are', async () => {
    const gone = await IdentityProvider.start(`${hub.url}${OIDC}/retour`)
    choose(gone.issuer)
    await gone.close()
    const browser = aVisitor(hub)
    const page = await browser.get('/connexion')
    expect([page.status, page.text.includes('Entrer avec')]).to.deep.equal([200, true])
    const tried = await browser.get(OIDC)
    expect(tried.status).to.equal(503)
    expect(tried.text).to.include('ne répond pas')
    await browser.signIn((await aMember()).email, PASSWORD)
    choose(idp.issuer)
    expect((await aVisitor(hub).get(OIDC)).status).to.equal(303)
  })

  it('is not there when the operator chose none', async () => {
    setProvider(undefined)
    for (const path of ['', '/retour?code=x&state=y', '/lier', '/lien'])
      expect((await aVisitor(hub).get(`${OIDC}${path}`)).status, path).to.equal(404)
    expect((await aVisitor(hub).get('/connexion')).text).not.to.include(OIDC)
    choose(idp.issuer)
  })

  function choose(issuer: string) {
    const { id: clientId, secret: clientSecret } = CLIENT
    setProvider({ issuer, clientId, clientSecret, label: 'ProConnect' })
  }

  /** Who signs in next at the provider. */
  function someone(email: string, claims: object = {}) {
    const name = 'Katell Le Bihan'
    idp.person = {
      subject: `person-${++people}`,
      claims: { email, email_verified: true, name, ...claims },
    }
    return { email }
  }

  /** A member whom the provider knows already. */
  async function linked() {
    const member = await aMember()
    someone(member.email)
    const browser = aVisitor(hub)
    await travel(browser)
    await browser.post(`${OIDC}/lier`, { password: PASSWORD })
    return member
  }

  async function elsewhereOnTheWay() {
    const browser = aVisitor(hub)
    const { person } = idp
    someone('autre@example.org')
    await travel(browser)
    idp.person = person
    return browser
  }

  async function returnOf(browser: Agent, retour = '') {
    const start = await browser.get(`${OIDC}${retour && `?retour=${retour}`}`)
    return idp.visit(start.location ?? '', hub.url)
  }

  async function travel(browser: Agent, retour = '') {
    return browser.get(pathOf(new URL(await returnOf(browser, retour))))
  }
})

function pathOf({ pathname, search }: URL) {
  return `${pathname}${search}`
}
