import { expect } from 'chai'
import { checkNewPassword } from '../../../server/people/auth/strength/check.ts'
import { type Weakness, weaknessOf } from '../../../server/people/auth/strength/judge.ts'
import { changeSettings } from '../../../server/platform/network/settings.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'

const WEAK: Record<string, Weakness> = {
  motdepasse1234: 'common',
  password123456: 'common',
  azertyuiop123: 'keyboard',
  bonjourbonjour: 'repeat',
  aaaaabbbbbccccc: 'repeat',
  '12/05/1987 1987': 'date',
  'Nolwenn Rostrenen': 'personal',
  'rouedad2026!!': 'personal',
}

describe('the strength of a password', function () {
  this.timeout(30_000)

  for (const [password, weakness] of Object.entries(WEAK)) {
    it(`${password} is refused: ${weakness}`, () => {
      expect(weaknessOf(password, ['nolwenn', 'rostrenen', 'rouedad'])).to.equal(weakness)
    })
  }

  for (const password of ['cidre et galettes', 'une phrase toute neuve', 'correct horse battery'])
    it(`« ${password} » is strong`, () => {
      expect(weaknessOf(password, ['nolwenn'])).to.equal(undefined)
    })

  it('is judged soon, however long or odd the password', () => {
    for (const password of ['x9'.repeat(64), 'a1b2'.repeat(32), '🦊'.repeat(64)]) {
      const start = performance.now()
      expect(weaknessOf(password, []), password).to.be.a('string')
      expect(performance.now() - start, password).to.be.below(3_000)
    }
  })
})

describe('a new password', function () {
  this.timeout(30_000)
  const hub = useHub()

  it('is refused at sign-up when it is made of what is known of its owner, in their language', async () => {
    const form = {
      name: 'Nolwenn Kerguélen',
      email: 'nolwenn.kerguelen@example.org',
      password: 'kerguelen nolwenn',
      role: 'animateur',
    }
    const reply = await aVisitor(hub).postJson('/inscription', form)
    expect(reply.status).to.equal(422)
    expect(reply.body.errors.password).to.match(/votre nom/)
    const english = await aVisitor(hub).send('POST', '/inscription', {
      json: form,
      headers: { accept: 'application/json', 'accept-language': 'en' },
    })
    expect(JSON.parse(english.text).errors.password).to.match(/your name/)
    const page = await aVisitor(hub).post('/inscription', form)
    expect(page.text).to.include('id="e-f-password"').and.not.include('kerguelen nolwenn')
  })

  it('is refused alike whether the address has an account or not', async () => {
    const member = await aMember()
    const ask = (email: string) =>
      aVisitor(hub).postJson('/inscription', {
        name: 'Yann',
        email,
        password: 'motdepasse1234',
        role: 'volunteer',
      })
    const [taken, free] = [await ask(member.email), await ask('libre@example.org')]
    expect(taken.status).to.equal(422)
    expect(taken.body).to.deep.equal(free.body)
  })

  it('is refused at a change, and the old one stays', async () => {
    const agent = await signedInAs(hub, 'animateur', { name: 'Gwenaëlle Morvan' })
    const change = { currentPassword: PASSWORD, password: 'GwenaelleMorvan' }
    const reply = await agent.postJson('/compte/mot-de-passe', change)
    expect(reply.body.errors.password).to.match(/votre nom/)
    await aVisitor(hub).signIn(agent.member.email, PASSWORD)
  })

  it('is refused when it is the name of the network', async () => {
    await changeSettings({ name: 'Réseau des Monts d’Arrée' })
    const refused = await checkNewPassword('MontsDArree2026', {}).catch(error => error.fields)
    expect(refused).to.deep.equal({ password: { key: 'security.weak.personal' } })
    await changeSettings({ name: 'Rouedad' })
  })
})
