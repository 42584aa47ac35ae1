import { hash } from '@node-rs/argon2'
import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { startReset } from '../../server/auth/actions.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../support/people.ts'

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

  it('are kept as argon2id hashes only', async () => {
    const member = await aMember()
    expect((await Member.findById(member._id))?.passwordHash).to.match(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
    )
  })
})

describe('a hash made with older parameters', () => {
  const hub = useHub()

  it('is made anew when its owner signs in, and the password stays the same', async () => {
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
