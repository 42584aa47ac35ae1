import { expect } from 'chai'
import { AuditEntry } from '../../models/audit-entry.ts'
import { Group } from '../../models/group.ts'
import { ModerationCase } from '../../models/moderation-case.ts'
import { aGroup } from '../support/groups.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { signedInAs } from '../support/people.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

const WORD = 'Confidence'
/** What a form says when reports go to coordinators outside of the group. */
const WATCHED = 'Personne dans ce groupe ne peut en décider'

describe('reports in a group that no coordinator is in', function () {
  this.timeout(30_000)
  const hub = useHub()
  let keeper: Person
  let reader: Person
  let coordinator: Person
  let admin: Person

  before(async () => {
    keeper = await signedInAs(hub, 'animateur')
    reader = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
    admin = await signedInAs(hub, 'admin')
  })

  /** A private group with a room of three messages; the one in the middle is reported. */
  async function said(others: Person[] = []) {
    const people = [reader, ...others].map(({ member }) => member)
    const group = await aGroup(keeper, 'private', people)
    const room = await keeper.postJson(`${group.url}/salons`, { title: `Entre nous ${group.slug}` })
    for (const body of ['Bien loin', 'Loin', 'Avant', `${WORD} de trop`, 'Après', 'Encore après'])
      await keeper.postJson(`${room.body.url}/messages`, { body })
    const place = `${room.body.url}/messages/4`
    return { group, place, subject: await reported(reader, place, 'personal') }
  }

  const readings = (subject: string) =>
    AuditEntry.find({ act: 'case.read', details: { $regex: subject.slice(-24) } })
      .hint({ $natural: 1 })
      .lean()

  it('reach the network’s coordinators, who read them on their own page alone', async () => {
    const { subject, place, group } = await said()
    for (const agent of [coordinator, admin]) {
      const queue = await agent.getJson('/moderation')
      const row = queue.body.items.find(({ url }: { url: string }) => url === subject)
      expect(row).to.include({ fromGroup: true, title: '', excerpt: '', kind: 'message' })
      for (const answer of [queue, await agent.get('/moderation')])
        expect(answer.text).not.to.include(WORD).and.not.include(group.title)
    }
    const page = await coordinator.get(subject)
    expect(page.text).to.include(WORD).and.include('inscrite au journal')
    // Two messages on each side, and no way into the rest.
    expect(page.text).to.include('Après').and.not.include('Bien loin')
    expect(page.text).not.to.include(group.slug).and.not.include(group.title)
    for (const path of [place, place.replace(/\/messages.*/, ''), group.url])
      expect((await coordinator.getJson(path)).status, path).to.equal(404)
  })

  it('are read with a line in the log, which says who and not what', async () => {
    const { subject } = await said()
    expect(await readings(subject)).to.have.length(0)
    await coordinator.get('/moderation')
    expect(await readings(subject)).to.have.length(0)
    await coordinator.getJson(subject)
    await coordinator.get(subject)
    await admin.get(subject)
    const entries = await readings(subject)
    expect(entries.map(({ actor }) => actor)).to.deep.equal([
      coordinator.member.id,
      admin.member.id,
    ])
    expect(JSON.stringify(entries)).not.to.include(WORD).and.not.include('Groupe secret')
    expect((await admin.get('/administration/journal')).text).to.include('lu du dehors')
    expect((await coordinator.get('/administration/journal')).status).to.equal(404)
    expect((await coordinator.get('/administration/journal.csv')).status).to.equal(404)
  })

  it('are decided by them like others, but for what asks to know the rest of the group', async () => {
    const { subject, place } = await said()
    const hidden = await coordinator.postJson(`${subject}/masquage`, WHY)
    expect(hidden.status, hidden.text).to.equal(200)
    expect(hidden.text).not.to.include(WORD)
    expect((await reader.get(place.replace(/\/messages.*/, ''))).text).not.to.include(WORD)
    const { audience } = await aGroup(keeper, 'private', [reader.member])
    const input = { title: `${WORD} encore`, body: 'À deux', audience }
    const thread = (await keeper.postJson('/discussions', input)).body
    const other = await reported(reader, thread.url)
    for (const act of ['fusion', 'deplacement'])
      expect((await coordinator.postJson(`${other}/${act}`, { into: thread.id })).status).to.equal(
        404,
      )
    expect((await coordinator.get(other)).text).not.to.include('/fusion')
    expect((await coordinator.postJson(`${other}/verrou`, {})).status).to.equal(200)
  })

  it('are for who is in it as soon as a coordinator is, unless it is about them', async () => {
    const { subject, group } = await said()
    expect((await coordinator.getJson(subject)).status).to.equal(200)
    const inside = await signedInAs(hub, 'coordinator')
    await Group.updateOne({ slug: group.slug }, { $addToSet: { members: inside.member._id } })
    for (const agent of [coordinator, admin]) {
      expect((await agent.getJson(subject)).status).to.equal(404)
      expect((await agent.postJson(`${subject}/classement`)).status).to.equal(404)
      expect((await agent.getJson('/moderation')).text).not.to.include(subject)
    }
    expect((await inside.getJson(subject)).body.fromGroup).to.equal(false)
    expect((await inside.get(subject)).text).not.to.include('inscrite au journal')
    const thread = { title: 'Par la coordination', body: 'Voilà', audience: group.audience }
    const own = await reported(reader, (await inside.postJson('/discussions', thread)).body.url)
    expect((await inside.getJson(own)).status).to.equal(404)
    expect((await coordinator.getJson(own)).status).to.equal(200)
  })

  it('are for administrators outside when they are about one, and a coordinator alone is inside', async () => {
    const inside = await signedInAs(hub, 'coordinator')
    const author = await signedInAs(hub, 'admin')
    const group = await aGroup(keeper, 'private', [reader.member, inside.member, author.member])
    const words = { title: `${WORD} d’en haut`, body: 'Voilà', audience: group.audience }
    const { url } = (await author.postJson('/discussions', words)).body
    expect((await reader.get(`${url}/signalement`)).text).to.include(WATCHED)
    const subject = await reported(reader, url)
    const own = (await inside.postJson('/discussions', words)).body.url
    expect((await reader.get(`${own}/signalement`)).text).not.to.include(WATCHED)
    // Who is in the group reads what is said, and knows that it is not theirs to decide.
    expect((await inside.getJson(subject)).body.fromGroup).to.equal(false)
    expect((await inside.postJson(`${subject}/masquage`, WHY)).status).to.equal(403)
    for (const agent of [coordinator, author]) {
      expect((await agent.getJson(subject)).status).to.equal(404)
      expect((await agent.getJson('/moderation')).text).not.to.include(subject)
    }
    expect((await admin.getJson('/moderation')).text).to.include(subject)
    expect((await admin.getJson(subject)).body.fromGroup).to.equal(true)
    expect(await readings(subject)).to.have.length(1)
    expect((await admin.postJson(`${subject}/masquage`, WHY)).status).to.equal(200)
    expect((await reader.getJson(url)).status).to.equal(404)
    const second = await signedInAs(hub, 'admin')
    await Group.updateOne({ slug: group.slug }, { $addToSet: { members: second.member._id } })
    expect((await admin.getJson(subject)).status).to.equal(404)
    expect((await second.getJson(subject)).status).to.equal(200)
  })

  it('about an administrator are looked into by nobody who could not decide', async () => {
    const author = await signedInAs(hub, 'admin')
    const group = await aGroup(keeper, 'private', [reader.member, author.member])
    const words = { title: `${WORD} seul`, body: 'Voilà', audience: group.audience }
    const subject = await reported(reader, (await author.postJson('/discussions', words)).body.url)
    expect((await coordinator.getJson(subject)).status).to.equal(404)
    expect((await admin.getJson(subject)).status).to.equal(200)
  })

  it('stay out of the reach of other members, and of a closed group nothing is read', async () => {
    const { subject, group } = await said()
    for (const agent of [keeper, reader, await signedInAs(hub, 'animateur')])
      for (const path of [subject, '/moderation'])
        expect((await agent.getJson(path)).status, path).to.equal(404)
    await keeper.postJson(`${group.url}/fermeture`)
    expect((await coordinator.getJson(subject)).status).to.equal(404)
    expect(await ModerationCase.countDocuments({ _id: subject.slice(-24) })).to.equal(1)
  })

  it('are announced on the group’s page and where one reports, to its members only', async () => {
    const { group, place } = await said()
    const told = 'Personne de la coordination'
    expect((await reader.get(group.url)).text).to.include(told)
    expect((await reader.get(`${place}/signalement`)).text).to.include(WATCHED)
    const open = await aGroup(keeper, 'open', [reader.member])
    expect((await coordinator.get(open.url)).text).not.to.include(told)
    expect((await reader.get(open.url)).text).to.include(told)
    await Group.updateOne({ slug: open.slug }, { $addToSet: { members: coordinator.member._id } })
    expect((await reader.get(open.url)).text).not.to.include(told)
  })
})
