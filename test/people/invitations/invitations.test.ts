import { expect } from 'chai'
import { Invitation } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { SignUp } from '../../../models/sign-up.ts'
import { Space } from '../../../models/space.ts'
import { useHub } from '../../support/hub.ts'
import { anInvitation, aRequest, tokenOf } from '../../support/joining.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const PATH = '/administration/invitations'

describe('an invitation', function () {
  this.timeout(60_000)
  const hub = useHub()
  const mails = useMails()
  let coordinator: Signed

  before(async () => {
    coordinator = await signedInAs(hub, 'coordinator', { name: 'Rozenn' })
  })

  const join = (token: string, email: string, overrides: object = {}) =>
    aVisitor(hub).postJson('/inscription', aRequest({ email, invitation: token, ...overrides }))

  it('lets somebody in at once, with its role and its space, to confirm their address later', async () => {
    const space = await Space.create({
      name: 'EPN',
      slug: 'epn',
      kind: 'epn',
      commune: 'Brest',
      sortKey: 'brest',
    })
    const { token, state } = await anInvitation(coordinator, { role: 'animateur', space: 'epn' })
    expect(state).to.equal('open')
    const page = await aVisitor(hub).get(`/inscription?invitation=${token}`)
    expect(page.text).to.include('EPN, Brest').and.not.include('name="role"')
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer')
    const joined = await join(token, 'nolwenn@example.org', { role: 'admin' })
    expect(joined.status, joined.text).to.equal(201)
    expect(joined.body).to.include({ state: 'active', role: 'animateur' })
    await aVisitor(hub).signIn('nolwenn@example.org', PASSWORD)
    const member = await Member.findOne({ email: 'nolwenn@example.org' })
    expect(String(member?.space)).to.equal(String(space._id))
    expect(member?.spaceClaimed).to.equal(undefined)
    expect(member?.confirmBy).to.be.a('date')
    const confirmation = { token: tokenOf(await mails.linkTo('nolwenn@example.org')) }
    const visitor = aVisitor(hub)
    expect((await visitor.postJson('/inscription/confirmation', confirmation)).status).to.equal(200)
    expect((await visitor.postJson('/inscription/confirmation', confirmation)).status).to.equal(422)
    expect((await Member.findOne({ email: 'nolwenn@example.org' }))?.confirmBy).to.equal(undefined)
  })

  it('is kept as a fingerprint only', async () => {
    const { token, id } = await anInvitation(coordinator)
    const kept = JSON.stringify(await Invitation.findById(id).lean())
    expect(kept).not.to.include(token)
    for (const path of [PATH, `${PATH}/${id}`])
      expect(JSON.stringify((await coordinator.getJson(path)).body)).not.to.include(token)
  })

  it('lets exactly as many in as it says, however many come at once', async () => {
    const { token, id } = await anInvitation(coordinator, { uses: 5 })
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, n) => join(token, `foule-${n}@example.org`)),
    )
    expect(replies.filter(({ status }) => status === 201)).to.have.length(5)
    expect(await Member.countDocuments({ email: /^foule-/ })).to.equal(5)
    const { body } = await coordinator.getJson(`${PATH}/${id}`)
    expect(body).to.include({ state: 'used', used: 5, uses: 5 })
  })

  it('opens nothing once revoked, expired or unknown, and the page says so', async () => {
    const { token, url } = await anInvitation(coordinator, { uses: 3 })
    expect((await coordinator.postJson(`${url}/revocation`)).body.state).to.equal('revoked')
    const old = await anInvitation(coordinator)
    await Invitation.updateOne({ _id: old.id }, { $set: { expiresAt: new Date(0) } })
    for (const [n, secret] of [token, old.token, 'x'.repeat(43)].entries()) {
      const refused = await join(secret, `tard-${n}@example.org`)
      expect(refused.status).to.equal(422)
      expect(refused.body.errors).to.have.keys('invitation')
      const page = await aVisitor(hub).get(`/inscription?invitation=${secret}`)
      expect(page.text).to.include('ne sert plus').and.include('name="role"')
    }
    expect(await Member.countDocuments({ email: /^tard-/ })).to.equal(0)
  })

  it('is worth what its maker may still do', async () => {
    const leaving = await signedInAs(hub, 'coordinator')
    const { token } = await anInvitation(leaving, { uses: 3 })
    await Member.updateOne({ _id: leaving.member._id }, { $set: { role: 'volunteer' } })
    expect((await join(token, 'apres@example.org')).status).to.equal(422)
  })

  it('asks nothing more of who got it at their very address', async () => {
    const made = await anInvitation(coordinator, { email: 'invitee@example.org', uses: 40 })
    expect(made).to.include({ uses: 1, link: null, email: 'invitee@example.org' })
    const link = await mails.linkTo('invitee@example.org')
    const page = await aVisitor(hub).get(link)
    expect(page.text).to.include('value="invitee@example.org"')
    const token = new URL(link, 'http://x').searchParams.get('invitation') ?? ''
    await join(token, 'invitee@example.org')
    const member = await Member.findOne({ email: 'invitee@example.org' })
    expect(member).to.include({ state: 'active' })
    expect(member?.confirmBy).to.equal(undefined)
    expect(await SignUp.countDocuments({ email: 'invitee@example.org' })).to.equal(0)
  })

  it('answers the same to an address that has an account, which learns it by mail', async () => {
    const member = await aMember()
    const { token } = await anInvitation(coordinator, { uses: 5 })
    const [taken, free] = [await join(token, member.email), await join(token, 'libre@example.org')]
    expect(taken.status).to.equal(free.status)
    expect({ ...taken.body, email: '' }).to.deep.equal({ ...free.body, email: '' })
    const [mail] = await mails.to(member.email)
    expect(mail?.text).to.include('Vous en avez déjà un')
  })

  it('gives its use back to nobody whose password is too weak', async () => {
    const { token, id } = await anInvitation(coordinator)
    const weak = await join(token, 'faible@example.org', { password: 'motdepasse1234' })
    expect(weak.body.errors).to.have.keys('password')
    expect((await Invitation.findById(id))?.left).to.equal(1)
  })

  it('is made once of a form that is sent twice', async () => {
    const form = { role: 'volunteer', days: '30', uses: '2', clientId: 'le-meme' }
    const first = await coordinator.post(PATH, form)
    expect(first.status).to.equal(201)
    expect(first.text).to.match(/inscription\?invitation(=|&#x3D;)[\w-]{43}/)
    expect((await coordinator.post(PATH, form)).status).to.equal(409)
  })

  it('to administer is made by administrators alone', async () => {
    const refused = await coordinator.postJson(PATH, { role: 'admin', days: 7, uses: 1 })
    expect(refused.status).to.equal(422)
    expect(refused.body.errors).to.have.keys('role')
    expect((await coordinator.get(PATH)).text).not.to.include('value="admin"')
    const admin = await signedInAs(hub, 'admin')
    const { token } = await anInvitation(admin, { role: 'admin' })
    expect((await join(token, 'chef@example.org')).body.role).to.equal('admin')
  })

  it('exists for the coordination only', async () => {
    const { url } = await anInvitation(coordinator)
    const others = [
      await signedInAs(hub, 'volunteer'),
      await signedInAs(hub, 'animateur'),
      aVisitor(hub),
    ]
    for (const agent of others) {
      for (const path of [PATH, url, `${PATH}/liste`]) {
        expect((await agent.getJson(path)).status, path).to.equal(404)
        expect((await agent.get(path)).status, path).to.equal(404)
      }
      for (const path of [PATH, `${url}/revocation`, `${PATH}/liste`]) {
        expect((await agent.postJson(path, { role: 'volunteer' })).status, path).to.equal(404)
        expect((await agent.post(path, { role: 'volunteer' })).status, path).to.equal(404)
      }
    }
  })

  it('is told what is wrong in each field', async () => {
    const { status, body } = await coordinator.postJson(PATH, {
      ...{ role: { $ne: '' }, space: 'nulle-part', days: 8, uses: 501, word: 'x'.repeat(501) },
    })
    expect(status).to.equal(422)
    expect(body.errors).to.have.keys('role', 'days', 'uses', 'word')
  })
})
