import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { returnFromSuspension } from '../../server/people/members/sanctions.ts'
import { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aVisitor, PASSWORD, signedInAs } from '../support/people.ts'
import { listen } from '../support/sockets.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const DAY_MS = 24 * 3600 * 1000

describe('sanctions', () => {
  const hub = useHub()
  let reader: Signed
  let coordinator: Signed
  let admin: Signed
  const until = new Date(Date.now() + 10 * DAY_MS).toISOString()

  before(async () => {
    reader = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
    admin = await signedInAs(hub, 'admin')
  })

  const caseOf = (member: Signed) => reported(reader, `/membres/${member.member.slug}`)
  const signIn = (member: Signed) =>
    new Agent(hub.url).postJson('/connexion', { email: member.member.email, password: PASSWORD })

  it('suspend at once, pages and open sockets, and say until when and why', async () => {
    const member = await signedInAs(hub, 'volunteer')
    const socket = await listen(hub, member)
    const subject = await caseOf(member)
    const gone = socket.disconnected()
    const { status } = await coordinator.postJson(`${subject}/suspension`, { ...WHY, until })
    expect(status).to.equal(200)
    await gone
    expect((await member.getJson('/compte')).status).to.equal(401)
    const refused = await signIn(member)
    expect(refused.status).to.equal(403)
    expect(refused.body.error.code).to.equal('suspendedUntil')
    expect(refused.body.error.message).to.include(WHY.word)
    const page = await new Agent(hub.url).post('/connexion', {
      email: member.member.email,
      password: PASSWORD,
    })
    expect(page.text).to.include('Vous pourrez vous reconnecter le').and.include(WHY.word)
    const wrong = await new Agent(hub.url).postJson('/connexion', {
      email: member.member.email,
      password: 'un autre mot de passe',
    })
    expect(wrong.text).not.to.include(WHY.word)
  })

  it('end by themselves when their date is past, and not before', async () => {
    const member = await signedInAs(hub, 'volunteer')
    await coordinator.postJson(`${await caseOf(member)}/suspension`, { ...WHY, until })
    const end = new Date(until).getTime()
    expect(await returnFromSuspension(member.member.id, new Date(end - 1))).to.equal(undefined)
    expect((await signIn(member)).status).to.equal(403)
    const back = await returnFromSuspension(member.member.id, new Date(end + 1))
    expect(back).to.include({ state: 'active' })
    expect((await signIn(member)).status).to.equal(200)
  })

  it('let in who signs in after the date, were the clock of the jobs late', async () => {
    const member = await signedInAs(hub, 'volunteer')
    await coordinator.postJson(`${await caseOf(member)}/suspension`, { ...WHY, until })
    const past = new Date(Date.now() - 1000)
    await Member.updateOne({ _id: member.member._id }, { $set: { suspendedUntil: past } })
    expect((await signIn(member)).status).to.equal(200)
    expect((await reader.get(`/membres/${member.member.slug}`)).status).to.equal(200)
  })

  it('exclude for good: the same address asks to join like any other, and nothing comes of it', async () => {
    const member = await signedInAs(hub, 'animateur')
    const { email } = member.member
    await coordinator.postJson(`${await caseOf(member)}/exclusion`, WHY)
    expect((await signIn(member)).body.error.code).to.equal('excludedAccount')
    const form = { name: 'Nouveau', email, password: PASSWORD, role: 'volunteer' }
    const known = { ...form, email: 'autre@example.org' }
    const [again, other] = [
      await aVisitor(hub).postJson('/inscription', { ...form, email: email.toUpperCase() }),
      await aVisitor(hub).postJson('/inscription', known),
    ]
    expect(again.status).to.equal(other.status)
    expect(Object.keys(again.body)).to.deep.equal(Object.keys(other.body))
    // Not even once the account is gone.
    await Member.deleteOne({ email })
    expect((await aVisitor(hub).postJson('/inscription', form)).status).to.equal(201)
    expect(await Member.countDocuments({ email })).to.equal(0)
  })

  it('are taken back by a return', async () => {
    const member = await signedInAs(hub, 'volunteer')
    const subject = await caseOf(member)
    await coordinator.postJson(`${subject}/exclusion`, WHY)
    expect((await coordinator.postJson(`${subject}/retour`)).status).to.equal(200)
    expect((await signIn(member)).status).to.equal(200)
    expect((await coordinator.postJson(`${subject}/retour`)).status).to.equal(409)
  })

  it('are no coordinator’s to take against an administrator, nor anybody’s against themselves', async () => {
    const boss = await signedInAs(hub, 'admin')
    const subject = await caseOf(boss)
    for (const act of ['avertissement', 'suspension', 'exclusion', 'classement']) {
      const json = { ...WHY, until }
      expect((await coordinator.postJson(`${subject}/${act}`, json)).status, act).to.equal(403)
      expect((await boss.postJson(`${subject}/${act}`, json)).status, act).to.equal(404)
    }
    expect((await coordinator.get(subject)).text).not.to.include('/suspension')
    const own = await caseOf(coordinator)
    expect((await coordinator.postJson(`${own}/suspension`, { ...WHY, until })).status).to.equal(
      404,
    )
    expect((await admin.postJson(`${subject}/suspension`, { ...WHY, until })).status).to.equal(200)
  })

  it('never leave the network without an administrator', async () => {
    await Member.updateMany({ role: 'admin' }, { $set: { role: 'coordinator' } })
    const [one, two] = [await signedInAs(hub, 'admin'), await signedInAs(hub, 'admin')]
    const cases = [await caseOf(one), await caseOf(two)]
    const answers = await Promise.all([
      two.postJson(`${cases[0]}/suspension`, { ...WHY, until }),
      one.postJson(`${cases[1]}/exclusion`, WHY),
    ])
    expect(await Member.countDocuments({ role: 'admin', state: 'active' })).to.be.above(0)
    expect(answers.filter(({ status }) => status === 200)).to.have.length.below(2)
  })

  it('ask for a word to the author and a date to come', async () => {
    const member = await signedInAs(hub, 'volunteer')
    const subject = await caseOf(member)
    const wordless = await coordinator.postJson(`${subject}/avertissement`, { reason: 'wrong' })
    expect(wordless.body.errors).to.have.keys('word')
    for (const when of [undefined, 'demain', '2001-01-01', '2999-01-01', { $gt: '' }]) {
      const reply = await coordinator.postJson(`${subject}/suspension`, { ...WHY, until: when })
      expect(reply.body.errors, String(when)).to.have.keys('until')
    }
    expect((await member.get('/compte')).status).to.equal(200)
  })
})
