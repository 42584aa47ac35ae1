import { expect } from 'chai'
import { Group } from '../../../models/group.ts'
import { Space } from '../../../models/space.ts'
import { Territory } from '../../../models/territory.ts'
import { aDay } from '../../support/gatherings.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'
import { aToken, Program } from '../../support/tokens.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

describe('a right that is taken away', function () {
  this.timeout(30_000)
  const hub = useHub()
  let admin: Person

  before(async () => {
    admin = await signedInAs(hub, 'admin')
  })

  it('with a role, is gone in each of one’s browsers, tokens and sockets', async () => {
    const { group, room } = await territoryGroup()
    const former = await signedInAs(hub, 'coordinator')
    const other = aVisitor(hub)
    await other.signIn(former.member.email, PASSWORD)
    const scopes = ['read', 'moderation', 'administration'] as const
    const program = new Program(hub, (await aToken(former, [...scopes])).secret)
    const socket = await listen(hub, former)
    expect(await socket.join(room)).to.deep.equal({ ok: true })
    const pages = ['/moderation', '/administration', `/groupes/${group}/membres`]
    for (const path of pages)
      for (const one of [former, other, program]) expect((await one.get(path)).status).to.equal(200)
    const role = { role: 'volunteer' }
    await admin.postJson(`/administration/membres/${former.member.id}/role`, role)
    for (const path of pages)
      for (const one of [former, other, program])
        expect((await one.get(path)).status, path).to.be.oneOf([403, 404])
    const invitation = { role: 'volunteer', days: 7, uses: 1 }
    const made = await program.post('/administration/invitations', invitation)
    expect(made.status).to.equal(404)
    await admin.postJson(`/salons/${room}/messages`, { body: 'Entre nous' })
    // Their session goes on under another id, and nobody listens with the one of before.
    await socket.disconnected()
    expect(socket.all('message:posted')).to.deep.equal([])
    const again = await listen(hub, former)
    expect(await again.join(room)).to.deep.equal({ error: 'notFound' })
    again.socket.disconnect()
  })

  it('with a place in a group, is gone from pages, lists, calendars, tokens and sockets', async () => {
    const [keeper, member] = [await signedInAs(hub), await signedInAs(hub)]
    const group = await aGroup(keeper, 'private', [member.member])
    const { audience } = group
    const day = aDay({ title: 'Réunion à part', audience, kind: 'working' })
    const gathering = await keeper.postJson('/rencontres', day)
    expect(gathering.status, gathering.text).to.equal(201)
    const input = { title: 'Sujet à part', body: 'Alors ?', audience }
    const thread = (await keeper.postJson('/discussions', input)).body
    const room = (await keeper.postJson(`${group.url}/salons`, { title: 'À part' })).body
    const program = new Program(hub, (await aToken(member, ['read', 'threads'])).secret)
    const socket = await listen(hub, member)
    await socket.join(room.slug)
    const own = [group.url, gathering.body.url, `${gathering.body.url}.ics`, thread.url, room.url]
    const lists = ['/rencontres.ics', '/discussions', '/groupes', '/recherche?q=part', '/salons']
    for (const one of [member, program]) {
      for (const path of own) expect((await one.get(path)).status, path).to.equal(200)
      expect((await one.get('/rencontres.ics')).text).to.include('Réunion à part')
    }
    const removal = `${group.url}/membres/${member.member.slug}/retrait`
    expect((await keeper.postJson(removal)).status).to.equal(204)
    for (const one of [member, program]) {
      for (const path of own) expect((await one.get(path)).status, path).to.equal(404)
      for (const path of lists)
        expect((await one.get(path)).text, path).not.to.match(/à part|À part|Groupe secret/)
    }
    expect((await program.post(`${thread.url}/reponses`, { body: 'Encore' })).status).to.equal(404)
    await keeper.postJson(`${room.url}/messages`, { body: 'Sans lui' })
    expect(await socket.join(room.slug)).to.deep.equal({ error: 'notFound' })
    expect(socket.all('message:posted')).to.deep.equal([])
    socket.socket.disconnect()
  })

  it('with the charge of a group, is gone for its tokens too', async () => {
    const [keeper, second] = [await signedInAs(hub), await signedInAs(hub)]
    const group = await aGroup(keeper, 'private', [second.member])
    await Group.updateOne({ slug: group.slug }, { $addToSet: { keepers: second.member._id } })
    const program = new Program(hub, (await aToken(second, ['read', 'account'])).secret)
    expect((await program.get(`${group.url}/modifier`)).status).to.equal(200)
    const charge = `${group.url}/membres/${second.member.slug}/charge`
    expect((await keeper.postJson(charge, { keeper: false })).status).to.equal(204)
    for (const one of [second, program])
      expect((await one.get(`${group.url}/modifier`)).status).to.equal(403)
    const guest = { member: (await signedInAs(hub)).member.slug }
    expect((await program.post(`${group.url}/invitations`, guest)).status).to.equal(403)
    expect((await program.get(group.url)).status).to.equal(200)
  })

  it('with a space, is gone: its page, its gatherings and its territory’s group', async () => {
    const { group, room, space } = await territoryGroup()
    const former = await signedInAs(hub, 'animateur', { space: space._id })
    const scopes = ['read', 'account', 'spaces', 'gatherings'] as const
    const program = new Program(hub, (await aToken(former, [...scopes])).secret)
    const socket = await listen(hub, former)
    expect(await socket.join(room)).to.deep.equal({ ok: true })
    const edit = `/lieux/${space.slug}/modifier`
    for (const one of [former, program]) {
      expect((await one.get(edit)).status).to.equal(200)
      expect((await one.get(`/groupes/${group}/membres`)).status).to.equal(200)
    }
    expect((await former.post('/compte', { name: 'Parti', space: '' })).status).to.equal(303)
    for (const one of [former, program]) {
      expect((await one.get(edit)).status).to.be.oneOf([403, 404])
      expect((await one.get(`/groupes/${group}/membres`)).status).to.equal(403)
      expect((await one.get(`/salons/${room}`)).status).to.equal(404)
    }
    expect((await program.post(edit, { name: 'À moi' })).status).to.be.oneOf([403, 404])
    await admin.postJson(`/salons/${room}/messages`, { body: 'Sans lui' })
    expect(await socket.join(room)).to.deep.equal({ error: 'notFound' })
    expect(socket.all('message:posted')).to.deep.equal([])
    socket.socket.disconnect()
  })

  let made = 0

  /** The group of a territory with one lead space, and its room. */
  async function territoryGroup() {
    const slug = `pays-${process.pid}-${++made}`
    const territory = await Territory.create({ name: slug, slug })
    const fields = { name: `EPN ${made}`, slug: `epn-${slug}`, kind: 'epn' as const }
    const place = { commune: 'Carhaix', sortKey: 'c', territory: territory._id, lead: true }
    const space = await Space.create({ ...fields, ...place })
    const input = { title: `Pays ${made}`, kind: 'territory', territory: slug }
    const group = (await admin.postJson('/groupes', input)).body
    const room = (await admin.postJson(`${group.url}/salons`, { title: `Salon ${slug}` })).body
    return { group: String(group.slug), room: String(room.slug), space }
  }
})
