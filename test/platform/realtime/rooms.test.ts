import { expect } from 'chai'
import mongoose from 'mongoose'
import { Member } from '../../../models/member.ts'
import { postMessage } from '../../../server/chat/actions.ts'
import { archiveRoom } from '../../../server/chat/rooms.ts'
import { presentViewer } from '../../../server/people/members/presenter.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { disconnectMember } from '../../../server/platform/realtime/revoke.ts'
import { aRoom } from '../../chat/rooms.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { type Listener, listen } from '../../support/sockets.ts'

describe('Rooms, live', () => {
  const hub = useHub()
  const open: Listener[] = []

  afterEach(() => {
    for (const listener of open.splice(0)) listener.close()
  })

  async function listening(agent: Parameters<typeof listen>[1], room?: { slug: string }) {
    const listener = await listen(hub, agent)
    open.push(listener)
    if (room) expect(await listener.join(room.slug)).to.deep.equal({ ok: true })
    return listener
  }

  it('brings the messages of two members to both, in order', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub, 'volunteer')]
    const listeners = [await listening(a, room), await listening(b, room)]
    await a.postJson(`/salons/${room.slug}/messages`, { body: 'Un', clientId: 'c1' })
    await b.postJson(`/salons/${room.slug}/messages`, { body: 'Deux' })
    for (const listener of listeners) {
      const heard = await listener.hear('message:posted', 2)
      expect(heard.map(({ seq, body }) => [seq, body])).to.deep.equal([
        [1, 'Un'],
        [2, 'Deux'],
      ])
      expect(heard[0]).to.include({ clientId: 'c1', room: room.slug })
    }
  })

  it('pushes the very article that the page shows', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const listener = await listening(b, room)
    await a.postJson(`/salons/${room.slug}/messages`, { body: 'Le **même**' })
    const [message] = await listener.hear('message:posted')
    const page = await b.get(`/salons/${room.slug}`)
    expect(page.text).to.contain(String(message?.html).trim())
  })

  it('keeps one order, without gap, for a hundred concurrent messages', async () => {
    const room = await aRoom()
    const agents = await Promise.all([signedInAs(hub), signedInAs(hub), signedInAs(hub)])
    const listeners = await Promise.all(agents.map(agent => listening(agent, room)))
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        agents[i % 3]?.postJson(`/salons/${room.slug}/messages`, { body: `n° ${i}` }),
      ),
    )
    const orders = await Promise.all(
      listeners.map(async listener =>
        (await listener.hear('message:posted', 100)).map(({ id, seq }) => `${seq} ${id}`),
      ),
    )
    expect(orders[0]?.map(line => Number(line.split(' ')[0]))).to.deep.equal(
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
    for (const order of orders) expect(order).to.deep.equal(orders[0])
  })

  it('tells of edits and removals', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const listener = await listening(b, room)
    const { body } = await a.postJson(`/salons/${room.slug}/messages`, { body: 'Jeudi' })
    await a.postJson(`${body.url}/modifier`, { body: 'Vendredi' })
    const [edited] = await listener.hear('message:edited')
    expect(edited).to.include({ seq: 1, body: 'Vendredi' })
    await a.postJson(`${body.url}/suppression`)
    const [gone] = await listener.hear('message:removed')
    expect(gone).to.include({ seq: 1, removed: true, body: '' })
    expect(gone?.html).not.to.contain('Vendredi')
  })

  it('joins by slug, by id and by address, and refuses what does not exist', async () => {
    const room = await aRoom()
    const listener = await listening(await signedInAs(hub))
    for (const name of [room.slug, String(room._id), `/salons/${room.slug}`]) {
      expect(await listener.join(name)).to.deep.equal({ ok: true })
    }
    for (const name of [
      'nulle-part',
      '/discussions/000000000000000000000000',
      '000000000000000000000000',
    ])
      expect(await listener.join(name)).to.deep.equal({ error: 'notFound' })
  })

  it('tells nothing to who has not joined, and nothing more to who has left', async () => {
    const room = await aRoom()
    const [speaker, outsider, leaver] = [
      await signedInAs(hub),
      await signedInAs(hub),
      await signedInAs(hub),
    ]
    const [witness, outside, gone] = [
      await listening(speaker, room),
      await listening(outsider),
      await listening(leaver, room),
    ]
    expect(await gone.leave(room.slug)).to.deep.equal({ ok: true })
    await speaker.postJson(`/salons/${room.slug}/messages`, { body: 'Entre nous' })
    await witness.hear('message:posted')
    await pause(100)
    expect(outside.heard).to.deep.equal([])
    expect(gone.all('message:posted')).to.deep.equal([])
  })

  it('speaks the language of each listener', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    const english = await listen(hub, await signedInAs(hub), { 'accept-language': 'en' })
    open.push(english)
    await english.join(room.slug)
    const { body } = await agent.postJson(`/salons/${room.slug}/messages`, { body: 'Hello' })
    await agent.postJson(`${body.url}/suppression`)
    expect((await english.hear('message:removed'))[0]?.html).to.contain('Message removed.')
  })

  it('counts a member once whatever the number of tabs, and forgets who leaves', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const witness = await listening(a, room)
    const tabs = [await listening(b, room), await listening(b, room)]
    await untilTotal(witness, 2)
    expect(witness.all('room:presence').map(({ total }) => total)).not.to.include(3)
    expect(String(witness.all('room:presence').at(-1)?.html)).to.contain(b.member.name)
    tabs[0]?.close()
    await pause(300)
    expect(witness.all('room:presence').at(-1)?.total).to.equal(2)
    tabs[1]?.close()
    await untilTotal(witness, 1)
    expect((await a.get(`/salons/${room.slug}`)).text).to.contain('data-online>1<')
  })

  it('does not show a page that is loaded again as somebody who left', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const witness = await listening(a, room)
    const before = await listening(b, room)
    await untilTotal(witness, 2)
    const count = witness.all('room:presence').length
    before.close()
    await pause(200)
    await listening(b, room)
    await pause(300)
    const since = witness.all('room:presence').slice(count)
    expect(since.every(({ total }) => total === 2)).to.equal(true)
  })

  it('says who is typing to the others of the room, never to oneself nor from outside', async () => {
    const room = await aRoom()
    const [a, b] = [await signedInAs(hub), await signedInAs(hub)]
    const [typist, otherTab, reader] = [
      await listening(a, room),
      await listening(a, room),
      await listening(b, room),
    ]
    const outsider = await listening(await signedInAs(hub))
    outsider.socket.emit('room:typing', { room: room.slug })
    for (let i = 0; i < 5; i++) typist.socket.emit('room:typing', { room: room.slug })
    const [typing] = await reader.hear('room:typing')
    expect(typing).to.deep.include({
      room: room.slug,
      member: { id: a.member.id, name: a.member.name },
    })
    expect(typing?.html).to.contain(`${a.member.name} écrit…`)
    await pause(100)
    expect(reader.all('room:typing')).to.have.length(1)
    expect([...typist.all('room:typing'), ...otherTab.all('room:typing')]).to.deep.equal([])
  })

  it('refuses visitors, pending members and pages of other sites', async () => {
    const visitor = await listen(hub, aVisitor(hub)).catch((error: Error) => error)
    expect(visitor).to.be.an('error').with.property('message', 'signInFirst')
    const agent = await signedInAs(hub)
    const foreign: Record<string, string>[] = [
      { origin: 'https://ailleurs.example' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      expect(await listen(hub, agent, headers).catch((error: Error) => error)).to.be.an('error')
    }
    const pending = aVisitor(hub)
    const member = await aMember('animateur', { state: 'pending' })
    await pending.signIn(member.email, PASSWORD).catch(() => undefined)
    expect(await listen(hub, pending).catch((error: Error) => error)).to.be.an('error')
    open.push(await listen(hub, agent, { origin: hub.url }))
  })

  it('cuts the tabs of a session at sign-out, and no other', async () => {
    const room = await aRoom()
    const member = await aMember()
    const [here, there] = [aVisitor(hub), aVisitor(hub)]
    await here.signIn(member.email, PASSWORD)
    await there.signIn(member.email, PASSWORD)
    const [cut, kept] = [await listening(here, room), await listening(there, room)]
    const gone = cut.disconnected()
    await here.postJson('/deconnexion')
    expect(await gone).to.equal('io server disconnect')
    expect(kept.socket.connected).to.equal(true)
  })

  it('cuts every tab of before when the password changes', async () => {
    const agent = await signedInAs(hub)
    const listener = await listening(agent, await aRoom())
    const gone = listener.disconnected()
    const reply = await agent.postJson('/compte/mot-de-passe', {
      currentPassword: PASSWORD,
      password: 'une autre phrase de passe',
    })
    expect(reply.status).to.equal(200)
    expect(await gone).to.equal('io server disconnect')
  })

  it('finds out by itself that a session ended, or that its member was suspended', async () => {
    const room = await aRoom()
    const [forgotten, suspended] = [await signedInAs(hub), await signedInAs(hub)]
    const [a, b] = [await listening(forgotten, room), await listening(suspended)]
    await mongoose.connection.collection('sessions').deleteMany({})
    forgetAll()
    const gone = [a.disconnected(), b.disconnected()]
    a.socket.emit('room:join', { room: room.slug })
    await Member.updateOne({ _id: suspended.member._id }, { $set: { state: 'suspended' } })
    disconnectMember(suspended.member.id)
    expect(await Promise.all(gone)).to.deep.equal(['io server disconnect', 'io server disconnect'])
    expect(await listen(hub, suspended).catch((error: Error) => error)).to.be.an('error')
  })

  it('empties a room that is closed, which nobody finds any more', async () => {
    const room = await aRoom()
    const agent = await signedInAs(hub)
    const listener = await listening(agent, room)
    await archiveRoom(room)
    await pause(50)
    await postMessage(room, presentViewer(agent.member.toObject()), { body: 'Trop tard' })
    await pause(50)
    expect(listener.all('message:posted')).to.deep.equal([])
    expect((await agent.getJson(`/salons/${room.slug}`)).status).to.equal(404)
    expect(await listener.join(room.slug)).to.deep.equal({ error: 'notFound' })
    expect((await agent.getJson(`/salons/${room.slug}/messages`)).status).to.equal(404)
  })

  it('survives whatever a hostile socket sends', async () => {
    const room = await aRoom()
    const listener = await listening(await signedInAs(hub), room)
    const payloads = [
      undefined,
      null,
      3,
      'x',
      [],
      { room: {} },
      { room: ['a'] },
      { room: '' },
      { room: 'a'.repeat(500) },
    ]
    for (const payload of payloads) {
      expect(await listener.ask('room:join', payload)).to.deep.equal({ error: 'invalid' })
      listener.socket.emit('room:join', payload)
      listener.socket.emit('room:typing', payload)
    }
    for (const name of ['__proto__', 'constructor']) {
      expect(await listener.join(name)).to.deep.equal({ error: 'notFound' })
    }
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => listener.join(`s${i}`)),
    )
    expect(answers.at(-1)).to.deep.equal({ error: 'tooMany' })
    const gone = listener.disconnected()
    listener.socket.emit('room:join', { room: 'a'.repeat(200_000) })
    expect(await gone).to.be.a('string')
    await listening(await signedInAs(hub), room)
  })
})

async function untilTotal(listener: Listener, total: number) {
  for (let i = 0; i < 100; i++) {
    if (listener.all('room:presence').at(-1)?.total === total) return
    await pause(50)
  }
  throw new Error(`Presence never said ${total}`)
}

function pause(ms: number) {
  return new Promise(resolve => setTimeout(resolve, ms))
}
