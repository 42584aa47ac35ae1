import { expect } from 'chai'
import { Group } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { anInvitation, askedAndConfirmed, tokenOf } from '../../support/joining.ts'
import { useMails } from '../../support/mails.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const QUEUE = '/administration/demandes'
const MERGE = '/inscription/reunion'

describe('a request to join', function () {
  this.timeout(30_000)
  const hub = useHub()
  const mails = useMails()
  let coordinator: Signed
  let count = 0

  before(async () => {
    coordinator = await signedInAs(hub, 'coordinator')
  })

  const aCandidate = async (overrides: object = {}) => {
    const email = `candidat-${++count}@example.org`
    return aMember('volunteer', { state: 'pending', email, ...overrides })
  }

  it('is accepted once, and a mail says so', async () => {
    await askedAndConfirmed(hub, mails, 'oui@example.org')
    const candidate = await Member.findOne({ email: 'oui@example.org' })
    const path = `${QUEUE}/${candidate?._id}/accord`
    expect((await coordinator.postJson(path)).status).to.equal(200)
    expect((await coordinator.postJson(path)).status).to.equal(404)
    expect((await mails.to('oui@example.org', 2)).at(-1)?.text).to.include('est acceptée')
    await aVisitor(hub).signIn('oui@example.org', PASSWORD)
  })

  it('is refused with a word that its mail says', async () => {
    const candidate = await aCandidate()
    const path = `${QUEUE}/${candidate._id}/refus`
    const long = await coordinator.postJson(path, { word: 'x'.repeat(1001) })
    expect(long.status).to.equal(422)
    expect(
      (await coordinator.postJson(path, { word: 'Réseau réservé au Trégor.' })).status,
    ).to.equal(204)
    const [mail] = await mails.to(candidate.email)
    expect(mail?.text).to.include('Réseau réservé au Trégor.')
    expect(await Member.findById(candidate._id)).to.equal(null)
    expect((await coordinator.postJson(path)).status).to.equal(404)
  })

  it('is merged with an invitation sent to another address of the same person', async () => {
    const { id } = await anInvitation(coordinator, { role: 'animateur', email: 'pro@example.org' })
    const candidate = await aCandidate()
    const path = `${QUEUE}/${candidate._id}/fusion`
    const { status, body } = await coordinator.postJson(path, { invitation: id })
    expect(status).to.equal(200)
    expect(body).to.include({ state: 'active', role: 'animateur', asked: false })
    const other = await aCandidate()
    const again = await coordinator.postJson(`${QUEUE}/${other._id}/fusion`, { invitation: id })
    expect(again.body.errors).to.have.keys('invitation')
    expect((await Member.findById(other._id))?.state).to.equal('pending')
  })

  it('is folded into an older account once its owner says yes, and only then', async () => {
    const owner = await aMember('animateur', { name: 'Nolwenn Le Goff' })
    const candidate = await aCandidate({ name: 'LE GOFF Nolwenn' })
    const page = await coordinator.get(QUEUE)
    expect(page.text).to.include(`C’est Nolwenn Le Goff (${owner.email})`)
    const path = `${QUEUE}/${candidate._id}/fusion`
    const asked = await coordinator.postJson(path, { email: owner.email })
    expect(asked.body).to.include({ state: 'pending', asked: true })
    expect((await coordinator.postJson(path, { email: owner.email })).status).to.equal(409)
    const keeper = await signedInAs(hub)
    const group = await aGroup(keeper, 'private', [candidate])
    const asks = await aGroup(keeper, 'request', [owner])
    await Group.updateOne({ slug: asks.slug }, { $addToSet: { asked: candidate._id } })
    await Group.updateOne({ slug: group.slug }, { $addToSet: { invited: owner._id } })
    const link = await mails.linkTo(owner.email)
    expect((await aVisitor(hub).get(link)).text).to.include(candidate.email)
    expect((await Member.findById(candidate._id))?.state).to.equal('pending')
    const answer = { token: tokenOf(link), newAddress: 'true' }
    const answers = await Promise.all([1, 2].map(() => aVisitor(hub).postJson(MERGE, answer)))
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 422])
    expect(await Member.findById(candidate._id)).to.equal(null)
    const kept = await Member.findById(owner._id)
    expect(kept).to.include({ email: candidate.email, role: 'animateur', name: 'Nolwenn Le Goff' })
    expect((await mails.to(candidate.email))[0]?.text).to.include('réunie')
    await aVisitor(hub).signIn(candidate.email, PASSWORD)
    for (const { slug } of [group, asks]) {
      const { members, asked, invited } = (await Group.findOne({ slug }).lean()) ?? {}
      expect(members?.map(String)).to.deep.equal([keeper.member.id, owner.id])
      expect([asked, invited]).to.deep.equal([[], []])
    }
  })

  it('stays a request when the owner says no, or does not answer', async () => {
    const owner = await aMember('volunteer', { name: 'Yann' })
    const candidate = await aCandidate()
    const path = `${QUEUE}/${candidate._id}/fusion`
    await coordinator.postJson(path, { email: owner.email })
    const token = tokenOf(await mails.linkTo(owner.email))
    expect((await aVisitor(hub).postJson(`${MERGE}/refus`, { token })).status).to.equal(200)
    expect((await aVisitor(hub).postJson(MERGE, { token })).status).to.equal(422)
    expect((await Member.findById(candidate._id))?.state).to.equal('pending')
    expect((await coordinator.get(QUEUE)).text).to.include('n’est pas la même personne')
  })

  it('is folded into no account of somebody else by a guess', async () => {
    const visitor = aVisitor(hub)
    for (const token of ['x'.repeat(43), '', { $gt: '' }])
      expect((await visitor.postJson(MERGE, { token })).status).to.equal(422)
    const candidate = await aCandidate()
    const path = `${QUEUE}/${candidate._id}/fusion`
    expect((await coordinator.postJson(path, { email: 'personne@example.org' })).status).to.equal(
      422,
    )
    expect((await coordinator.postJson(path, {})).status).to.equal(422)
  })

  it('is answered by the coordination alone', async () => {
    const candidate = await aCandidate()
    const owner = await aMember()
    for (const agent of [await signedInAs(hub), await signedInAs(hub, 'volunteer'), aVisitor(hub)])
      for (const answer of ['accord', 'refus', 'fusion']) {
        const path = `${QUEUE}/${candidate._id}/${answer}`
        expect((await agent.postJson(path, { email: owner.email })).status, path).to.equal(404)
        expect((await agent.post(path, { email: owner.email })).status, path).to.equal(404)
      }
    expect((await Member.findById(candidate._id))?.state).to.equal('pending')
  })
})
