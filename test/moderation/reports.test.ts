import { expect } from 'chai'
import { ModerationCase } from '../../models/moderation-case.ts'
import { Report } from '../../models/report.ts'
import { Room } from '../../models/room.ts'
import { moderatedKinds } from '../../server/platform/content/kinds.ts'
import { aDay } from '../support/gatherings.ts'
import { useHub } from '../support/hub.ts'
import { reported, WHY } from '../support/moderation.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { aRun } from '../support/runs.ts'
import { aReply, aThread } from '../support/threads.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>

describe('reports', () => {
  const hub = useHub()
  let author: Signed
  let reader: Signed
  let coordinator: Signed
  let things: Record<string, string>

  before(async () => {
    author = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
    reader = await signedInAs(hub, 'volunteer')
    coordinator = await signedInAs(hub, 'coordinator')
    const thread = await aThread(author.member, { title: 'Le prêt de tablettes' })
    const reply = await aReply(thread, author.member, 'Une réponse à signaler')
    await Room.create({ slug: 'cafe', title: 'Le café' })
    const message = await author.postJson('/salons/cafe/messages', { body: 'Bonjour' })
    const sheet = await author.postJson('/ressources', { kind: 'guide', title: 'Un guide' })
    const { url } = (
      await coordinator.postJson('/ressources', { kind: 'sheet', title: 'Une fiche' })
    ).body
    const run = await author.postJson(`${url}/seances`, aRun())
    const collection = await author.postJson('/collections', {
      ...{ title: 'Six fiches', audience: 'public', resource: sheet.body.slug },
    })
    const rating = await author.postJson(`${url}/avis`, { value: 2, body: 'Trop long.' })
    const gathering = await coordinator.postJson('/rencontres', aDay({ title: 'La journée' }))
    const space = await coordinator.postJson('/lieux', { name: 'La Marina', commune: 'Brest' })
    things = {
      thread: `/discussions/${thread._id}`,
      reply: `/discussions/${thread._id}/reponses/${reply._id}`,
      message: message.body.url,
      resource: sheet.body.url,
      collection: collection.body.url,
      run: run.body.url,
      rating: rating.body.url,
      member: `/membres/${author.member.slug}`,
      gathering: gathering.body.url,
      space: space.body.url,
    }
  })

  it('take each kind of thing, from a form without JavaScript', async () => {
    for (const { name: kind } of moderatedKinds()) {
      const url = things[kind]
      const page = await reader.get(`${url}/signalement`)
      expect(page.status, kind).to.equal(200)
      expect(page.text).to.include('name="reason"')
      const sent = await reader.post(`${url}/signalement`, { reason: 'wrong', word: 'Non.' })
      expect(sent.status, kind).to.equal(303)
      expect(sent.location).to.equal(url)
      expect(await ModerationCase.countDocuments({ kind, state: 'open' })).to.equal(1)
    }
  })

  it('are offered on the pages of these things, to others only', async () => {
    const { thread = '', resource = '', collection = '', member = '' } = things
    const { gathering = '', space = '' } = things
    for (const page of [thread, resource, collection, member]) {
      expect((await reader.get(page)).text, page).to.include('/signalement')
      expect((await author.get(page)).text, page).not.to.include('/signalement')
    }
    for (const page of [gathering, space])
      expect((await reader.get(page)).text, page).to.include('/signalement')
    expect((await coordinator.get(gathering)).text).not.to.include('/signalement')
    for (const page of [resource, gathering, space])
      expect((await aVisitor(hub).get(page)).text).not.to.include('/signalement')
    expect((await reader.get('/salons/cafe')).text).to.include('/messages/1/signalement')
  })

  it('are one a member and a thing: said again, the same one is answered', async () => {
    const url = `${things.thread}/signalement`
    const other = await signedInAs(hub, 'volunteer')
    const first = await other.postJson(url, { reason: 'outdated' })
    const again = await other.postJson(url, { reason: 'wrong' })
    expect([first.status, again.status]).to.deep.equal([201, 200])
    expect(again.body).to.deep.equal(first.body)
  })

  it('said twice at the same moment are one', async () => {
    const thread = await aThread(author.member)
    const url = `/discussions/${thread._id}/signalement`
    const said = await Promise.all(
      Array.from({ length: 6 }, () => reader.postJson(url, { reason: 'duplicate' })),
    )
    expect(said.map(({ status }) => status).sort()).to.deep.equal([200, 200, 200, 200, 200, 201])
    expect(await Report.countDocuments({ kind: 'thread', target: thread._id })).to.equal(1)
    const cases = await ModerationCase.find({ kind: 'thread', target: thread._id }).lean()
    expect(cases.map(({ reportCount }) => reportCount)).to.deep.equal([1])
  })

  it('of many members at the same moment make one case that counts them all', async () => {
    const thread = await aThread(author.member)
    const people = await Promise.all([1, 2, 3, 4].map(() => signedInAs(hub, 'volunteer')))
    const url = `/discussions/${thread._id}/signalement`
    await Promise.all(people.map(one => one.postJson(url, { reason: 'wrong' })))
    const [record] = await ModerationCase.find({ kind: 'thread', target: thread._id }).lean()
    expect(record?.reportCount).to.equal(4)
  })

  it('are refused from visitors, and of what is one’s own', async () => {
    const { gathering = '', space, ...theirs } = things
    expect((await coordinator.postJson(`${gathering}/signalement`, WHY)).status).to.equal(403)
    for (const url of Object.values(theirs)) {
      const own = await author.postJson(`${url}/signalement`, { reason: 'wrong' })
      expect(own.status, url).to.equal(403)
      expect(own.body.error.code).to.equal('ownThing')
      const visit = await aVisitor(hub).postJson(`${url}/signalement`, { reason: 'wrong' })
      expect(visit.status, url).to.equal(401)
    }
  })

  it('of what one may not see find nothing', async () => {
    const gone = `/discussions/${'f'.repeat(24)}`
    const pending = await aMember('volunteer', { state: 'pending' })
    const draft = await author.postJson('/ressources', { kind: 'guide', title: 'À part' })
    await coordinator.postJson(`${draft.body.url}/archive`)
    for (const url of [gone, `/membres/${pending.slug}`, draft.body.url]) {
      const { status } = await reader.postJson(`${url}/signalement`, { reason: 'wrong' })
      expect(status, url).to.equal(404)
    }
  })

  it('ask for one of the reasons, in words and not in operators', async () => {
    const url = `${things.thread}/signalement`
    for (const reason of [undefined, 'boring', { $ne: null }]) {
      const { status, body } = await reader.postJson(url, { reason })
      expect(status).to.equal(422)
      expect(body.errors).to.have.keys('reason')
    }
    const page = await reader.post(url, { word: 'Mes mots restent' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include('Mes mots restent')
  })

  it('are limited in number', async () => {
    const hasty = await signedInAs(hub, 'volunteer')
    const url = `${things.member}/signalement`
    const statuses = []
    for (let n = 0; n < 31; n++)
      statuses.push((await hasty.postJson(url, { reason: 'wrong' })).status)
    expect(statuses.at(-1)).to.equal(429)
    expect(statuses.slice(0, 30)).not.to.include(429)
  })

  it('lead a moderator to the case that they have just opened', async () => {
    const thread = await aThread(author.member)
    const url = `/discussions/${thread._id}/signalement`
    const { location } = await coordinator.post(url, { reason: 'wrong' })
    expect(location).to.match(/^\/moderation\/[0-9a-f]{24}$/)
    expect((await coordinator.get(String(location))).status).to.equal(200)
  })

  it('fill a queue that exists for coordinators and administrators alone', async () => {
    const url = await reported(reader, `/discussions/${(await aThread(author.member))._id}`)
    for (const path of ['/moderation', '/moderation?etat=traites', '/moderation/relecture', url]) {
      for (const agent of [aVisitor(hub), reader, author]) {
        expect((await agent.get(path)).status, path).to.equal(404)
        expect((await agent.getJson(path)).status, path).to.equal(404)
      }
      expect((await coordinator.get(path)).status, path).to.equal(200)
      expect((await coordinator.getJson(path)).status, path).to.equal(200)
    }
  })

  it('stand in the queue by thing, oldest first, by reason and state', async () => {
    await reported(reader, `/discussions/${(await aThread(author.member))._id}`, 'duplicate')
    const { body } = await coordinator.getJson('/moderation')
    const waiting = body.items.map((one: { waitingSince: string }) => one.waitingSince)
    expect(waiting).to.deep.equal([...waiting].sort())
    expect(body.total).to.equal(body.counts.open)
    const wrong = await coordinator.getJson('/moderation?motif=duplicate')
    const reasons = wrong.body.items.flatMap((one: { reasons: string[] }) => one.reasons)
    expect([...new Set(reasons)]).to.deep.equal(['duplicate'])
    const closed = await coordinator.getJson('/moderation?etat=traites')
    expect(closed.body.total).to.equal(0)
    const odd = await coordinator.getJson('/moderation?etat[$ne]=x&motif[$gt]=')
    expect(odd.body.total).to.equal(body.total)
  })

  it('about a moderator are not for their eyes', async () => {
    const thread = await aThread(coordinator.member)
    const url = await reported(reader, `/discussions/${thread._id}`)
    expect((await coordinator.get(url)).status).to.equal(404)
    const other = await signedInAs(hub, 'coordinator')
    expect((await other.get(url)).status).to.equal(200)
  })
})
