import { hash } from '@node-rs/argon2'
import { expect } from 'chai'
import { Secret, TOTP } from 'otpauth'
import { AuditEntry } from '../../../models/audit-entry.ts'
import { Member } from '../../../models/member.ts'
import { startReset } from '../../../server/people/auth/actions.ts'
import { HASH_COST, hashPassword, useHashCost } from '../../../server/people/auth/passwords.ts'
import { CHEAP_HASHES } from '../../support/hooks.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { aToken, Program } from '../../support/tokens.ts'
import { lettersTo } from './support/letters.ts'

const NEW = 'une phrase toute neuve'

describe('passwords', () => {
  const hub = useHub()

  it('are changed by who knows the current one; other sessions end, this one goes on', async () => {
    const here = await signedInAs(hub)
    const elsewhere = aVisitor(hub)
    await elsewhere.signIn(here.member.email, PASSWORD)
    const wrong = await here.postJson('/compte/mot-de-passe', {
      currentPassword: 'nope nope nope',
      password: NEW,
    })
    expect(wrong.body.errors).to.have.keys('currentPassword')
    const right = await here.postJson('/compte/mot-de-passe', {
      currentPassword: PASSWORD,
      password: NEW,
    })
    expect(right.status).to.equal(200)
    expect((await here.getJson('/compte')).status).to.equal(200)
    expect((await elsewhere.getJson('/compte')).status).to.equal(401)
    await aVisitor(hub).signIn(here.member.email, NEW)
  })

  it('close everything else by default: devices, and tokens with what listens to them', async () => {
    const [here, elsewhere] = [await signedInAs(hub), aVisitor(hub)]
    await elsewhere.signIn(here.member.email, PASSWORD)
    const token = await aToken(here, ['read'])
    const program = new Program(hub, token.secret)
    expect((await program.get('/discussions')).status).to.equal(200)
    expect((await here.get('/compte/mot-de-passe')).text).to.include('keepTokens')
    const change = { currentPassword: PASSWORD, password: NEW }
    expect((await here.post('/compte/mot-de-passe', change)).status).to.equal(303)
    expect((await program.get('/discussions')).status).to.equal(401)
    expect((await elsewhere.getJson('/compte')).status).to.equal(401)
    expect((await here.getJson('/compte')).status).to.equal(200)
    expect((await here.get('/compte/mot-de-passe')).text).not.to.include('keepTokens')
    expect((await here.getJson('/compte/securite')).body.devices).to.have.length(1)
    expect(await actsOf(here)).to.deep.equal([
      ...['token.made', 'token.revoked', 'access.passwordChanged'],
    ])
    await lettersTo(hub, here.member.email, /vient de changer/)
  })

  it('leave open what one says, by the form and by the link', async () => {
    const [here, elsewhere] = [await signedInAs(hub), aVisitor(hub)]
    await elsewhere.signIn(here.member.email, PASSWORD)
    const program = new Program(hub, (await aToken(here, ['read'])).secret)
    const kept = { keepSessions: 'true', keepTokens: 'true' }
    const wrong = await here.post('/compte/mot-de-passe', { ...kept, password: NEW })
    expect(wrong.text).to.match(/name="keepSessions" value="true" checked/)
    await here.post('/compte/mot-de-passe', { currentPassword: PASSWORD, password: NEW, ...kept })
    expect((await elsewhere.getJson('/compte')).status).to.equal(200)
    expect((await program.get('/discussions')).status).to.equal(200)
    expect((await here.getJson('/compte/securite')).body.devices).to.have.length(2)
    const again = { token: await startReset(here.member._id), password: 'encore une autre phrase' }
    const page = await aVisitor(hub).get(`/mot-de-passe?token=${again.token}`)
    expect(page.text).to.include('keepTokens')
    const reset = { ...again, keepTokens: true }
    expect((await aVisitor(hub).postJson('/mot-de-passe/nouveau', reset)).status).to.equal(200)
    expect((await elsewhere.getJson('/compte')).status).to.equal(401)
    expect((await program.get('/discussions')).status).to.equal(200)
    const last = { token: await startReset(here.member._id), password: 'une dernière phrase' }
    await aVisitor(hub).postJson('/mot-de-passe/nouveau', last)
    expect((await program.get('/discussions')).status).to.equal(401)
    expect(await actsOf(here)).to.deep.equal([
      ...['token.made', 'access.passwordChanged', 'access.passwordReset'],
      ...['token.revoked', 'access.passwordReset'],
    ])
    const entries = await AuditEntry.find({ actor: here.member.id }).lean()
    expect(JSON.stringify(entries)).not.to.include('phrase').and.not.include(here.member.email)
  })

  it('that were known to who waits for a code open nothing once changed, whatever stays open', async () => {
    const here = await signedInAs(hub)
    const { secret } = (await here.getJson('/compte/securite/code')).body
    const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
    const proof = { code: totp.generate(), currentPassword: PASSWORD }
    const { codes } = (await here.postJson('/compte/securite/code', proof)).body
    const thief = aVisitor(hub)
    await thief.post('/connexion', { email: here.member.email, password: PASSWORD })
    const kept = { keepSessions: 'true', keepTokens: 'true' }
    await here.post('/compte/mot-de-passe', { currentPassword: PASSWORD, password: NEW, ...kept })
    expect((await thief.post('/connexion/code', { code: codes[0] })).location).to.equal(
      '/connexion',
    )
  })

  const actsOf = async ({ member }: { member: { id: string } }) => {
    const entries = await AuditEntry.find({ actor: member.id }).sort({ seq: 1 }).lean()
    return entries.map(({ act }) => act)
  }

  it('asked by mail, give the same answer for an unknown address', async () => {
    const member = await aMember()
    const known = await aVisitor(hub).postJson('/mot-de-passe', { email: member.email })
    const unknown = await aVisitor(hub).postJson('/mot-de-passe', { email: 'nobody@example.org' })
    expect(known.status).to.equal(202)
    expect(unknown.body).to.deep.equal(known.body)
  })

  it('are reset once by the link, which signs every session out', async () => {
    const agent = await signedInAs(hub)
    const token = await startReset(agent.member._id)
    const page = await aVisitor(hub).get(`/mot-de-passe?token=${token}`)
    expect(page.text).to.include('name="password"')
    const first = await aVisitor(hub).postJson('/mot-de-passe/nouveau', { token, password: NEW })
    expect(first.status).to.equal(200)
    const again = await aVisitor(hub).postJson('/mot-de-passe/nouveau', { token, password: NEW })
    expect(again.status).to.equal(422)
    expect((await agent.getJson('/compte')).status).to.equal(401)
    await aVisitor(hub).signIn(agent.member.email, NEW)
  })

  it('are not reset by a link of more than an hour ago', async () => {
    const member = await aMember()
    const token = await startReset(member._id)
    await Member.updateOne(
      { _id: member._id },
      { $set: { 'reset.expiresAt': new Date(Date.now() - 1) } },
    )
    const late = await aVisitor(hub).postJson('/mot-de-passe/nouveau', { token, password: NEW })
    expect(late.status).to.equal(422)
  })
})

describe('the hash of a password', () => {
  const hub = useHub()
  before(() => useHashCost(HASH_COST))
  after(() => useHashCost(CHEAP_HASHES))

  it('is argon2id, at the cost that OWASP asks for', async () => {
    const hashed = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/
    expect(await hashPassword(PASSWORD)).to.match(hashed)
  })

  it('is made anew when it is of an older cost and its owner signs in, and the password stays the same', async () => {
    const member = await aMember()
    const passwordHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 2, parallelism: 1 })
    await Member.updateOne({ _id: member._id }, { $set: { passwordHash } })
    await aVisitor(hub)
      .postJson('/connexion', { email: member.email, password: 'not this one' })
      .then(({ status }) => expect(status).to.equal(422))
    expect((await Member.findById(member._id))?.passwordHash).to.equal(passwordHash)
    await aVisitor(hub).signIn(member.email, PASSWORD)
    const renewed = (await Member.findById(member._id))?.passwordHash
    expect(renewed).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await aVisitor(hub).signIn(member.email, PASSWORD)
    expect((await Member.findById(member._id))?.passwordHash).to.equal(renewed)
  })
})
