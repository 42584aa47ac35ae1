import { expect } from 'chai'
import { Message } from '../../models/message.ts'
import { importMessages } from '../../server/chat/actions.ts'
import { livelyRooms } from '../../server/chat/queries.ts'
import { presentViewer } from '../../server/people/members/presenter.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { foundBy } from '../support/searches.ts'
import { aRoom } from './rooms.ts'

describe('Messages of a room', () => {
  const hub = useHub()

  it('answers 201 with the message and its address', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub, 'volunteer')
    const reply = await agent.postJson(`/salons/${room.slug}/messages`, {
      body: 'Bonjour **tous**',
      clientId: 'a1',
    })
    expect(reply.status).to.equal(201)
    expect(reply.location).to.equal(`/salons/${room.slug}/messages/1`)
    expect(reply.body).to.include({
      seq: 1,
      room: room.slug,
      body: 'Bonjour **tous**',
      clientId: 'a1',
    })
    expect(reply.body.html).to.contain('<strong>tous</strong>')
    expect(reply.body.author.name).to.equal(agent.member.name)
    expect((await agent.getJson(reply.location ?? '')).body.id).to.equal(reply.body.id)
  })

  it('posts from a form without JavaScript and comes back to the room', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    const page = await agent.get(`/salons/${room.slug}`)
    const clientId = /name="clientId" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const reply = await agent.post(`/salons/${room.slug}/messages`, {
      body: 'Sans script',
      clientId,
    })
    expect([reply.status, reply.location]).to.deep.equal([303, `/salons/${room.slug}`])
    await agent.post(`/salons/${room.slug}/messages`, { body: 'Sans script', clientId })
    const { text } = await agent.get(`/salons/${room.slug}`)
    expect(text.match(/<article id="m/g)).to.have.length(1)
    expect(text).to.contain(`data-author="${agent.member.id}" data-mine`)
  })

  it('shows the room again with a message when nothing was written', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    const reply = await agent.post(`/salons/${room.slug}/messages`, { body: '   ' })
    expect(reply.status).to.equal(422)
    expect(reply.text).to.contain('aria-invalid="true"')
  })

  it('takes the same clientId of the same author for one message', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const post = (agent: typeof a) =>
      agent.postJson(`/salons/${room.slug}/messages`, { body: 'Une fois', clientId: 'same' })
    const replies = await Promise.all([post(a), post(a), post(a)])
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([200, 200, 201])
    expect(new Set(replies.map(({ body }) => body.id))).to.have.length(1)
    expect((await post(b)).status).to.equal(201)
    expect(await Message.countDocuments({ room: room._id })).to.equal(2)
  })

  it('numbers a hundred concurrent messages without gap', async () => {
    const room = await aRoom()
    const agents = await Promise.all([signedInAs(hub), signedInAs(hub), signedInAs(hub)])
    const posts = Array.from({ length: 100 }, (_, i) =>
      agents[i % 3]?.postJson(`/salons/${room.slug}/messages`, { body: `n° ${i}` }),
    )
    const seqs = (await Promise.all(posts)).map(reply => reply?.body.seq)
    expect(seqs.sort((x, y) => x - y)).to.deep.equal(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  it('goes up the history and catches up, fifty at a time', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    const author = presentViewer(agent.member.toObject())
    const createdAt = new Date()
    await importMessages(
      room,
      Array.from({ length: 120 }, (_, i) => ({ author, body: `Message ${i + 1}`, createdAt })),
    )
    const seqs = (body: { items: { seq: number }[] }) => [
      body.items[0]?.seq,
      body.items.at(-1)?.seq,
    ]
    const latest = (await agent.getJson(`/salons/${room.slug}`)).body.messages
    expect(seqs(latest)).to.deep.equal([71, 120])
    expect(latest.total).to.equal(120)
    const older = (await agent.getJson(latest.next)).body.messages
    expect(seqs(older)).to.deep.equal([21, 70])
    const list = (await agent.getJson(`/salons/${room.slug}/messages?avant=21`)).body
    expect([...seqs(list), list.next]).to.deep.equal([1, 20, null])
    const missed = (await agent.getJson(`/salons/${room.slug}/messages?depuis=60`)).body
    expect(seqs(missed)).to.deep.equal([61, 110])
    expect(seqs((await agent.getJson(missed.next)).body)).to.deep.equal([111, 120])
    const page = await agent.get(`/salons/${room.slug}`)
    expect(page.text).to.contain(`href="/salons/${room.slug}?avant&#x3D;71"`)
  })

  it('lets its author edit a message, and no other member', async () => {
    const room = await aRoom()
    const [author, other] = [await signedInAs(hub), await signedInAs(hub)]
    const { body } = await author.postJson(`/salons/${room.slug}/messages`, { body: 'Lundi' })
    expect((await other.postJson(`${body.url}/modifier`, { body: 'Mardi' })).status).to.equal(403)
    const reply = await author.postJson(`${body.url}/modifier`, { body: 'Mercredi' })
    expect(reply.body).to.include({ body: 'Mercredi', seq: 1 })
    expect(reply.body.editedAt).to.be.a('string')
    expect((await author.get(`${body.url}/modifier`)).text).to.contain('Mercredi')
  })

  it('keeps the place of a removed message and nothing of its words', async () => {
    const room = await aRoom()
    const [author, other, coordinator] = [
      await signedInAs(hub),
      await signedInAs(hub),
      await signedInAs(hub, 'coordinator'),
    ]
    const post = async (text: string) =>
      (await author.postJson(`/salons/${room.slug}/messages`, { body: text })).body
    const [first, second] = [await post('Regrettable'), await post('Déplacé')]
    expect((await other.postJson(`${first.url}/suppression`)).status).to.equal(403)
    expect((await author.postJson(`${first.url}/suppression`)).status).to.equal(204)
    expect((await coordinator.postJson(`${second.url}/suppression`)).status).to.equal(204)
    expect((await author.postJson(`${first.url}/modifier`, { body: 'x' })).status).to.equal(403)
    const { items } = (await author.getJson(`/salons/${room.slug}/messages`)).body
    expect(
      items.map(({ seq, body, html, removed }: Record<string, unknown>) => [
        seq,
        body,
        html,
        removed,
      ]),
    ).to.deep.equal([
      [1, '', '', true],
      [2, '', '', true],
    ])
    expect((await author.get('/salons')).text).not.to.contain('Déplacé')
    expect(
      (await author.postJson(`/salons/${room.slug}/messages`, { body: 'Suite' })).body.seq,
    ).to.equal(3)
  })

  it('counts what a member has not read, until they open the room', async () => {
    const room = await aRoom('Atelier')
    const [author, reader] = [await signedInAs(hub), await signedInAs(hub)]
    await author.postJson(`/salons/${room.slug}/messages`, { body: 'Un' })
    await reader.get(`/salons/${room.slug}`)
    await author.postJson(`/salons/${room.slug}/messages`, { body: 'Deux' })
    const unread = async () =>
      (await reader.getJson('/salons')).body.items.find(
        (one: { slug: string }) => one.slug === room.slug,
      ).unread
    expect(await unread()).to.equal(1)
    expect((await reader.get(`/salons/${room.slug}`)).text).to.contain('data-fresh')
    expect(await unread()).to.equal(0)
    await author.postJson(`/salons/${room.slug}/messages`, { body: 'Trois' })
    expect((await reader.postJson(`/salons/${room.slug}/lecture`, { seq: 3 })).status).to.equal(204)
    expect(await unread()).to.equal(0)
  })

  it('finds messages by their words, without accents', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    await agent.postJson(`/salons/${room.slug}/messages`, {
      body: 'La **médiathèque** de Callac rouvre',
    })
    const viewer = presentViewer(agent.member.toObject())
    const found = await foundBy(viewer, 'mediatheque callac')
    expect(found.map(({ excerpt }) => excerpt)).to.deep.equal(['La médiathèque de Callac rouvre'])
    expect(await foundBy(undefined, 'callac')).to.deep.equal([])
    expect((await livelyRooms(viewer, 1))[0]?.slug).to.equal(room.slug)
  })

  it('sends visitors to sign in, whatever the room', async () => {
    const room = await aRoom()
    const visitor = aVisitor(hub)
    for (const slug of [room.slug, 'nulle-part']) {
      expect((await visitor.getJson(`/salons/${slug}`)).status).to.equal(401)
      expect((await visitor.postJson(`/salons/${slug}/messages`, { body: 'x' })).status).to.equal(
        401,
      )
      expect((await visitor.get(`/salons/${slug}`)).location).to.match(/^\/connexion/)
    }
  })

  it('answers 404 for a room that does not exist, and refuses operators as text', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    expect((await agent.getJson('/salons/nulle-part')).status).to.equal(404)
    expect((await agent.getJson(`/salons/${room.slug}/messages/9`)).status).to.equal(404)
    expect((await agent.getJson(`/salons/${room.slug}/messages/toto`)).status).to.equal(404)
    const injected = { body: { $ne: null }, clientId: { $gt: '' } }
    const reply = await agent.postJson(`/salons/${room.slug}/messages`, injected)
    expect([reply.status, Object.keys(reply.body.errors)]).to.deep.equal([
      422,
      ['body', 'clientId'],
    ])
    const long = await agent.postJson(`/salons/${room.slug}/messages`, { body: 'a'.repeat(4001) })
    expect(long.status).to.equal(422)
  })
})
