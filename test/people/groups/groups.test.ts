import { expect } from 'chai'
import { AuditEntry } from '../../../models/audit-entry.ts'
import { Group } from '../../../models/group.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

describe('groups', () => {
  const hub = useHub()
  let keeper: Person
  let member: Person
  let outside: Person
  let coordinator: Person
  let admin: Person

  before(async () => {
    keeper = await signedInAs(hub, 'animateur')
    member = await signedInAs(hub, 'volunteer')
    outside = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
    admin = await signedInAs(hub, 'admin')
  })

  it('are for members: a visitor signs in first, somebody who waits too', async () => {
    const { url } = await aGroup(keeper)
    for (const path of ['/groupes', url, `${url}/membres`, '/groupes/nouveau', '/groupes/tous']) {
      expect((await aVisitor(hub).getJson(path)).status, path).to.equal(401)
    }
    expect((await aVisitor(hub).postJson(`${url}/entree`)).status).to.equal(401)
    await aMember('volunteer', { state: 'pending', email: 'attend@example.org' })
    const waiting = aVisitor(hub)
    await waiting
      .signIn('attend@example.org', 'cidre et galettes')
      .catch((refused: Error) => expect(refused.message).to.match(/40[13]/))
    expect((await waiting.getJson('/groupes')).status).to.equal(401)
  })

  it('are made by animateurs and coordinators, not by volunteers', async () => {
    for (const agent of [keeper, coordinator, admin]) await aGroup(agent)
    const made = await member.postJson('/groupes', { title: 'À nous', kind: 'open' })
    expect(made.status).to.equal(403)
    expect((await member.get('/groupes/nouveau')).status).to.equal(403)
    const form = await keeper.post('/groupes', { title: '', kind: 'open' })
    expect(form.status).to.equal(422)
    expect(form.text).to.include('e-f-title')
    expect((await keeper.postJson('/groupes', { title: { $ne: 1 } })).status).to.equal(422)
  })

  it('that are open let in at once, and out again', async () => {
    const { url } = await aGroup(keeper)
    const before = await member.getJson(url)
    expect(before.body).to.include({ standing: 'outside', memberCount: 1 })
    expect(before.body).not.to.have.property('content')
    expect((await member.getJson(`${url}/membres`)).status).to.equal(403)
    const entered = await member.post(`${url}/entree`)
    expect([entered.status, entered.location]).to.deep.equal([303, url])
    const inside = await member.getJson(url)
    expect(inside.body).to.include({ standing: 'member', memberCount: 2 })
    expect(inside.body.content.threads).to.deep.equal([])
    expect((await member.getJson(`${url}/membres`)).body.total).to.equal(2)
    expect((await member.getJson('/groupes')).body.items[0].url).to.equal(url)
    expect((await member.postJson(`${url}/entree`)).status).to.equal(403)
    expect((await member.postJson(`${url}/sortie`)).status).to.equal(204)
    expect((await member.getJson(url)).body.standing).to.equal('outside')
  })

  it('on request wait for a keeper, who says yes or no', async () => {
    const { url } = await aGroup(keeper, 'request')
    expect((await member.postJson(`${url}/entree`)).body.standing).to.equal('asked')
    expect((await outside.postJson(`${url}/entree`)).body.standing).to.equal('asked')
    expect((await member.getJson(`${url}/membres`)).status).to.equal(403)
    const asked = (await keeper.getJson(`${url}/membres`)).body.asked
    expect(asked.map((one: { id: string }) => one.id)).to.have.members([
      member.member.id,
      outside.member.id,
    ])
    const accept = `${url}/demandes/${member.member.slug}/acceptation`
    for (const agent of [member, outside, coordinator, admin])
      expect((await agent.postJson(accept)).status).to.equal(403)
    expect((await keeper.postJson(accept)).status).to.equal(204)
    expect((await keeper.postJson(accept)).status).to.equal(404)
    expect((await member.getJson(url)).body.standing).to.equal('member')
    const refuse = `${url}/demandes/${outside.member.slug}/refus`
    expect((await member.postJson(refuse)).status).to.equal(403)
    expect((await keeper.postJson(refuse)).status).to.equal(204)
    expect((await outside.getJson(url)).body.standing).to.equal('outside')
    await outside.postJson(`${url}/entree`)
    expect((await outside.postJson(`${url}/sortie`)).status).to.equal(204)
    expect((await outside.getJson(url)).body.standing).to.equal('outside')
  })

  it('that are private exist for those who are in or invited, whatever their role', async () => {
    const { url, title, slug } = await aGroup(keeper, 'private')
    for (const agent of [outside, coordinator, admin]) {
      for (const path of [url, `${url}/membres`, `${url}/modifier`, `${url}/salons`])
        expect((await agent.getJson(path)).status, path).to.equal(404)
      expect((await agent.postJson(`${url}/entree`)).status).to.equal(404)
      expect((await agent.get('/groupes')).text).not.to.include(title)
    }
    expect((await coordinator.postJson(`${url}/fermeture`)).status).to.equal(404)
    expect((await keeper.postJson(`${url}/invitations`, { member: 'personne' })).status).to.equal(
      422,
    )
    const address = `https://reseau.example/membres/${outside.member.slug}`
    expect((await keeper.postJson(`${url}/invitations`, { member: address })).status).to.equal(204)
    const list = (await outside.getJson('/groupes')).body.items
    expect(list[0]).to.include({ slug, standing: 'invited' })
    expect((await outside.getJson(url)).body).not.to.have.property('content')
    expect((await outside.postJson(`${url}/entree`)).body.standing).to.equal('member')
    expect((await outside.postJson(`${url}/sortie`)).status).to.equal(204)
    expect((await outside.getJson(url)).status).to.equal(404)
  })

  it('keep at least one keeper, even when two leave at once', async () => {
    const other = await signedInAs(hub, 'animateur')
    const { url, id } = await aGroup(keeper, 'open', [other.member])
    expect((await keeper.postJson(`${url}/sortie`)).status).to.equal(409)
    const charge = `${url}/membres/${other.member.slug}/charge`
    expect((await other.postJson(charge, { keeper: true })).status).to.equal(403)
    expect((await keeper.postJson(charge, { keeper: true })).status).to.equal(204)
    const removal = `${url}/membres/${other.member.slug}/retrait`
    expect((await keeper.postJson(removal)).status).to.equal(409)
    const [a, b] = await Promise.all([
      keeper.postJson(`${url}/sortie`),
      other.postJson(`${url}/sortie`),
    ])
    expect([a.status, b.status].sort()).to.deep.equal([204, 409])
    expect((await Group.findById(id))?.keepers).to.have.length(1)
  })

  it('are edited by keepers alone', async () => {
    const { url } = await aGroup(keeper, 'open', [member.member])
    for (const agent of [member, outside, coordinator, admin]) {
      expect((await agent.get(`${url}/modifier`)).status).to.equal(403)
      expect((await agent.postJson(`${url}/modifier`, { title: 'Pris' })).status).to.equal(403)
      const { slug } = member.member
      expect((await agent.postJson(`${url}/membres/${slug}/retrait`)).status).to.equal(403)
      expect((await agent.postJson(`${url}/invitations`, { member: slug })).status).to.equal(403)
    }
    const changed = await keeper.postJson(`${url}/modifier`, { purpose: 'Autre *chose*.' })
    expect(changed.body.excerpt).to.equal('Autre chose.')
    expect((await keeper.postJson(`${url}/modifier`, { kind: 'territory' })).status).to.equal(422)
  })

  it('are closed by a keeper, or by an administrator who does not read them', async () => {
    const { url, title } = await aGroup(keeper, 'private', [member.member])
    for (const agent of [outside, coordinator])
      expect((await agent.postJson(`${url}/fermeture`)).status).to.equal(404)
    expect((await member.postJson(`${url}/fermeture`)).status).to.equal(403)
    for (const agent of [member, coordinator])
      expect((await agent.getJson('/groupes/tous')).status).to.equal(403)
    expect((await admin.get('/groupes/tous')).text).to.include(title)
    expect((await admin.postJson(`${url}/fermeture`)).status).to.equal(204)
    for (const agent of [keeper, member, admin])
      expect((await agent.getJson(url)).status).to.equal(404)
    expect((await keeper.postJson(`${url}/reouverture`)).status).to.equal(404)
    expect((await admin.postJson(`${url}/reouverture`)).status).to.equal(204)
    expect((await member.getJson(url)).body.standing).to.equal('member')
    const acts = await AuditEntry.find({ act: /^group\./ }, 'act').lean()
    expect(acts.map(({ act }) => act)).to.include.members(['group.made', 'group.closed'])
  })

  it('are lost at once by who is suspended', async () => {
    const suspended = await signedInAs(hub, 'volunteer')
    const { url } = await aGroup(keeper, 'private', [suspended.member])
    expect((await suspended.getJson(url)).status).to.equal(200)
    suspended.member.state = 'suspended'
    await suspended.member.save()
    expect((await suspended.getJson(url)).status).to.equal(401)
    expect((await keeper.getJson(`${url}/membres`)).body.total).to.equal(1)
  })
})
