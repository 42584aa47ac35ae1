import { expect } from 'chai'
import mongoose from 'mongoose'
import { Secret, TOTP } from 'otpauth'
import { AuditEntry } from '../../../models/audit-entry.ts'
import { SecondFactor } from '../../../models/second-factor.ts'
import { stepOf } from '../../../server/people/auth/second-factor/codes.ts'
import { seal, sealingKeyOf, unseal } from '../../../server/people/auth/second-factor/sealing.ts'
import { changeSettings } from '../../../server/platform/network/settings.ts'
import { attachServices, services } from '../../../server/platform/services.ts'
import type { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'
import { aToken, Program } from '../../support/tokens.ts'
import { lettersTo } from './support/letters.ts'

const HERE = '/compte/securite/code'
const STEP_MS = 30_000

describe('codes of an application', function () {
  this.timeout(30_000)
  const hub = useHub()

  it('are on once one has proven the application, with the password; ten recovery codes are shown once', async () => {
    const agent = await signedInAs(hub)
    const page = await agent.get(HERE)
    const { body } = await agent.getJson(HERE)
    expect(page.text).to.include('<svg role="img"').and.include(body.secret)
    expect(page.text).not.to.match(/src="(https?:|data:)/)
    expect(body.uri).to.match(/^otpauth:\/\/totp\//)
    const code = codeOf(body.secret)
    const cookie = agent.cookie
    const form = { code, currentPassword: PASSWORD }
    for (const wrong of [{ code: '000000' }, { currentPassword: 'pas le bon' }, { code: '' }])
      expect((await agent.postJson(HERE, { ...form, ...wrong })).status).to.equal(422)
    expect(await SecondFactor.countDocuments({ _id: agent.member._id })).to.equal(0)
    const made = await agent.postJson(HERE, form)
    expect(made.status).to.equal(201)
    expect(new Set(made.body.codes)).to.have.length(10)
    expect(agent.cookie).not.to.equal(cookie)
    const kept = await SecondFactor.findById(agent.member._id).lean()
    expect(JSON.stringify(kept?.recovery)).not.to.include(made.body.codes[0].slice(0, 4))
    const after = await agent.get(HERE)
    expect(after.text).not.to.include(body.secret).and.not.include(made.body.codes[0])
    expect((await agent.postJson(HERE, form)).status).to.equal(422)
    await lettersTo(hub, agent.member.email, /code d'application|code d’application/)
  })

  it('are asked after the password, by form and by JSON', async () => {
    const { agent, code } = await withCodes()
    const login = { email: agent.member.email, password: PASSWORD }
    const program = aVisitor(hub)
    const asked = await program.postJson('/connexion', login)
    expect(asked.status).to.equal(401)
    expect(asked.body.error.code).to.equal('second_factor_required')
    expect((await program.getJson('/compte')).status).to.equal(401)
    const wrong = await program.postJson('/connexion', { ...login, code: '123456' })
    expect(wrong.status).to.equal(422)
    expect(wrong.body.errors).to.have.keys('code')
    expect((await program.postJson('/connexion', { ...login, code: code(1) })).status).to.equal(200)
    expect((await program.getJson('/compte')).body.id).to.equal(agent.member.id)
  })

  it('have a page of their own without JavaScript, which opens nothing else', async () => {
    const { agent, recovery } = await withCodes()
    const browser = aVisitor(hub)
    const form = { email: agent.member.email, password: PASSWORD, retour: '/membres' }
    const first = await browser.post('/connexion', form)
    expect([first.status, first.location]).to.deep.equal([303, '/connexion/code'])
    expect((await browser.get('/compte')).location).to.match(/^\/connexion/)
    expect((await listen(hub, browser).catch(error => error.data)).code).to.equal('signInFirst')
    const wrong = await browser.post('/connexion/code', { code: '000 000' })
    expect(wrong.status).to.equal(422)
    const right = await browser.post('/connexion/code', { code: recovery[0]?.toUpperCase() ?? '' })
    expect([right.status, right.location]).to.deep.equal([303, '/membres'])
    expect((await browser.get('/compte')).status).to.equal(200)
    expect((await aVisitor(hub).get('/connexion/code')).location).to.equal('/connexion')
    expect((await aVisitor(hub).post('/connexion/code', { code: '000000' })).location).to.equal(
      '/connexion',
    )
  })

  it('are not asked of who waited while the password was changed', async () => {
    const { agent, recovery } = await withCodes()
    const browser = aVisitor(hub)
    await browser.post('/connexion', { email: agent.member.email, password: PASSWORD })
    await agent.postJson('/compte/mot-de-passe', {
      currentPassword: PASSWORD,
      password: 'quatre mots bien choisis',
    })
    const late = await browser.post('/connexion/code', { code: recovery[0] ?? '' })
    expect(late.location).to.equal('/connexion')
  })

  it('work once each, even at the same moment; the half minutes beside count', async () => {
    const { agent, code } = await withCodes()
    const login = { email: agent.member.email, password: PASSWORD }
    const twice = await Promise.all(
      [1, 2, 3].map(() => aVisitor(hub).postJson('/connexion', { ...login, code: code(1) })),
    )
    expect(twice.map(({ status }) => status).sort()).to.deep.equal([200, 422, 422])
    for (const old of [1, 0, -1])
      expect(
        (await aVisitor(hub).postJson('/connexion', { ...login, code: code(old) })).status,
      ).to.equal(422)
    const now = 1_800_000_010_000
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const at = (steps: number) => stepOf(secret, codeOf(secret, now + steps * STEP_MS), now)
    expect([-2, -1, 0, 1, 2].map(at)).to.deep.equal([
      undefined,
      ...[59_999_999, 60_000_000, 60_000_001],
      undefined,
    ])
  })

  it('of recovery work once each, and their owner hears of it', async () => {
    const { agent, recovery } = await withCodes()
    const login = { email: agent.member.email, password: PASSWORD, code: recovery[0] }
    const twice = await Promise.all([1, 2].map(() => aVisitor(hub).postJson('/connexion', login)))
    expect(twice.map(({ status }) => status).sort()).to.deep.equal([200, 422])
    await lettersTo(hub, agent.member.email, /codes? de secours vient de servir[\s\S]*: 9\./)
    expect((await agent.getJson(HERE)).body.recoveryLeft).to.equal(9)
  })

  it('of recovery are made anew with the password; those of before are worth nothing', async () => {
    const { agent, recovery } = await withCodes()
    const refused = await agent.postJson(`${HERE}/secours`, { currentPassword: 'pas le bon' })
    expect(refused.status).to.equal(422)
    const made = await agent.post(`${HERE}/secours`, { currentPassword: PASSWORD })
    expect(made.status).to.equal(201)
    expect(made.text.match(/<code>/g)).to.have.length(10)
    const login = { email: agent.member.email, password: PASSWORD }
    const old = await aVisitor(hub).postJson('/connexion', { ...login, code: recovery[1] })
    expect(old.status).to.equal(422)
  })

  it('are turned off with the password and a code, not with one of them', async () => {
    const { agent, code } = await withCodes()
    const both = { currentPassword: PASSWORD, code: code(1) }
    for (const wrong of [{ code: '111111' }, { currentPassword: 'pas le bon' }])
      expect((await agent.postJson(`${HERE}/retrait`, { ...both, ...wrong })).status).to.equal(422)
    expect((await agent.postJson(`${HERE}/retrait`, both)).status).to.equal(204)
    await aVisitor(hub).signIn(agent.member.email, PASSWORD)
    expect((await agent.postJson(`${HERE}/retrait`, both)).status).to.equal(404)
  })

  it('are guessed a few times only; recovery codes and known browsers go on', async () => {
    const { agent, code, recovery } = await withCodes()
    const login = { email: agent.member.email, password: PASSWORD }
    const guess = { ...login, code: '111111' }
    for (let n = 0; n < 8; n++) {
      const { body } = await aVisitor(hub).postJson('/connexion', guess)
      expect(body.errors.code).to.match(/pas le bon/)
    }
    const right = await aVisitor(hub).postJson('/connexion', { ...login, code: code(1) })
    expect(right.body.errors.code).to.match(/Trop de codes/)
    await agent.postJson('/deconnexion')
    expect((await agent.postJson('/connexion', { ...login, code: code(1) })).status).to.equal(200)
    const spare = await aVisitor(hub).postJson('/connexion', { ...login, code: recovery[3] })
    expect(spare.status).to.equal(200)
  })

  it('refuse anything that is not text', async () => {
    const { agent } = await withCodes()
    const login = { email: agent.member.email, password: PASSWORD }
    for (const code of [{ $ne: '' }, ['1'], 123456, 'x'.repeat(61), '💥'])
      expect((await aVisitor(hub).postJson('/connexion', { ...login, code })).status).to.equal(422)
  })

  it('are open to members only, each for themselves', async () => {
    for (const path of ['', '/retrait', '/secours']) {
      const sent = await aVisitor(hub).postJson(`${HERE}${path}`, {
        currentPassword: PASSWORD,
        code: '1',
      })
      expect(sent.status).to.equal(401)
    }
    const agent = await signedInAs(hub, 'volunteer')
    const off = { currentPassword: PASSWORD, code: '111111' }
    expect((await agent.postJson(`${HERE}/retrait`, off)).status).to.equal(404)
    expect((await agent.postJson(`${HERE}/secours`, off)).status).to.equal(404)
    const token = await aToken(agent, ['read', 'account'])
    expect((await new Program(hub, token.secret).get(HERE)).status).to.equal(403)
  })

  it('are proven by a secret that the store alone does not tell, one of before included', async () => {
    const { agent, code } = await withCodes()
    const { _id } = agent.member
    const kept = await SecondFactor.findById(_id).lean()
    expect(kept?.secret).to.match(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/)
    const { secret } = (await (await signedInAs(hub)).getJson(HERE)).body
    const plain = secret.replaceAll(' ', '')
    const sessions = mongoose.connection.collection('sessions').find({}).hint({ $natural: 1 })
    expect(JSON.stringify(await sessions.toArray())).not.to.include(plain)
    const login = { email: agent.member.email, password: PASSWORD }
    expect(
      (await aVisitor(hub).postJson('/connexion', { ...login, code: code(1) })).status,
    ).to.equal(200)
    await SecondFactor.updateOne({ _id }, { $set: { secret: plain, lastStep: 0 } })
    const old = { ...login, code: codeOf(plain) }
    expect((await aVisitor(hub).postJson('/connexion', old)).status).to.equal(200)
    const sealed = (await SecondFactor.findById(_id).lean())?.secret ?? ''
    expect(unseal(sealed, agent.member.id)).to.equal(plain)
  })

  it('open for their member alone, unchanged and under the same key', async () => {
    const { agent, recovery } = await withCodes()
    const sealed = seal('JBSWY3DPEHPK3PXP', agent.member.id)
    expect(seal('JBSWY3DPEHPK3PXP', agent.member.id)).not.to.equal(sealed)
    expect(unseal(sealed, 'f'.repeat(24))).to.equal(undefined)
    const [version, iv, tag, words = ''] = sealed.split('.')
    const other = words.startsWith('A') ? `B${words.slice(1)}` : `A${words.slice(1)}`
    for (const wrong of [
      '',
      'v1',
      'v1...',
      [version, iv, tag, other].join('.'),
      `v2${sealed.slice(2)}`,
    ])
      expect(unseal(wrong, agent.member.id), wrong).to.equal(undefined)
    const own = services()
    attachServices({ ...own, sealingKey: sealingKeyOf('another secret altogether') })
    try {
      expect(unseal(sealed, agent.member.id)).to.equal(undefined)
      const login = { email: agent.member.email, password: PASSWORD }
      const late = await aVisitor(hub).postJson('/connexion', { ...login, code: '123456' })
      expect(late.status).to.equal(422)
      const spare = await aVisitor(hub).postJson('/connexion', { ...login, code: recovery[0] })
      expect(spare.status).to.equal(200)
    } finally {
      attachServices(own)
    }
  })

  it('are no more asked of who lost them, once an administrator says so; both log and mail tell', async () => {
    const { agent } = await withCodes()
    const path = `/administration/membres/${agent.member.id}/code/retrait`
    const admin = await signedInAs(hub, 'admin')
    await turnedOn(admin)
    const token = await aToken(admin, ['read', 'administration'])
    expect((await new Program(hub, token.secret).post(path)).status).to.equal(403)
    for (const other of [agent, await signedInAs(hub, 'coordinator'), aVisitor(hub)])
      expect((await other.postJson(path)).status).to.be.oneOf([401, 404])
    const own = `/administration/membres/${admin.member.id}/code/retrait`
    expect((await admin.postJson(own)).status).to.equal(404)
    expect((await admin.get('/administration/membres')).text).to.include(path)
    expect((await admin.post(path)).location).to.equal('/administration/membres')
    expect((await admin.postJson(path)).status).to.equal(404)
    await aVisitor(hub).signIn(agent.member.email, PASSWORD)
    await lettersTo(hub, agent.member.email, /le mot de passe suffit désormais/)
    const entry = await AuditEntry.findOne({ act: 'access.codesReset' }).sort({ seq: -1 }).lean()
    expect(entry).to.include({ actor: admin.member.id, targetId: agent.member.id })
  })

  it('come, change and go with a line in the log, which holds none of them', async () => {
    const { agent, code, recovery } = await withCodes()
    await agent.postJson(`${HERE}/secours`, { currentPassword: PASSWORD })
    await agent.postJson(`${HERE}/retrait`, { currentPassword: PASSWORD, code: code(1) })
    const entries = await AuditEntry.find({ actor: agent.member.id }).sort({ seq: 1 }).lean()
    expect(entries.map(({ act }) => act)).to.deep.equal([
      ...['access.codesOn', 'access.recoveryMade', 'access.codesOff'],
    ])
    expect(JSON.stringify(entries)).not.to.include(recovery[0]).and.not.include(agent.member.name)
  })

  async function withCodes() {
    const agent = await signedInAs(hub)
    return { agent, ...(await turnedOn(agent)) }
  }
})

describe('administrators, where the network asks them for a second factor', function () {
  this.timeout(30_000)
  const hub = useHub()
  afterEach(() => changeSettings({ adminsNeedSecondFactor: false }))

  it('are led to set it up before anything else, by pages, JSON, programs and sockets', async () => {
    const admin = await signedInAs(hub, 'admin')
    const token = await aToken(admin, ['read'])
    await changeSettings({ adminsNeedSecondFactor: true })
    for (const path of ['/', '/administration', '/membres', '/compte', '/Administration/'])
      expect((await admin.get(path)).location, path).to.equal(HERE)
    const json = await admin.getJson('/membres')
    expect([json.status, json.body.error.code]).to.deep.equal([403, 'secondFactorFirst'])
    expect((await admin.postJson('/discussions', {})).status).to.equal(403)
    expect((await new Program(hub, token.secret).get('/membres')).status).to.equal(403)
    expect((await listen(hub, admin).catch(error => error.data)).code).to.equal('signInFirst')
    expect((await admin.get(HERE)).text).to.include('demande un second facteur')
    await turnedOn(admin)
    expect((await admin.get('/administration')).status).to.equal(200)
    expect((await new Program(hub, token.secret).get('/membres')).status).to.equal(200)
    const listener = await listen(hub, admin)
    listener.close()
  })

  it('are the only ones', async () => {
    await changeSettings({ adminsNeedSecondFactor: true })
    const coordinator = await signedInAs(hub, 'coordinator')
    expect((await coordinator.get('/administration')).status).to.equal(200)
    expect((await aVisitor(hub).get('/')).status).to.equal(200)
  })

  it('choose it in the settings of the network', async () => {
    const admin = await signedInAs(hub, 'admin')
    await turnedOn(admin)
    const settings = { name: 'Rouedad', adminsNeedSecondFactor: 'true' }
    expect((await admin.post('/administration/reseau', settings)).status).to.equal(303)
    expect((await admin.getJson('/administration/reseau')).body.adminsNeedSecondFactor).to.equal(
      true,
    )
  })
})

async function turnedOn(agent: Agent) {
  const { secret } = (await agent.getJson(HERE)).body
  // Proven with the code before: the one of now is still to be used.
  const proof = { code: codeOf(secret, Date.now() - STEP_MS), currentPassword: PASSWORD }
  const { body, text } = await agent.postJson(HERE, proof)
  if (!body.codes) throw new Error(text)
  const recovery: string[] = body.codes
  return { recovery, code: (steps: number) => codeOf(secret, Date.now() + (steps - 1) * STEP_MS) }
}

function codeOf(secret: string, timestamp = Date.now()) {
  return new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp })
}
