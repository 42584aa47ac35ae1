import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import type { Scope } from '../../../models/words/token.ts'
import { newSecret } from '../../../server/people/tokens/secret.ts'
import { disconnectMember } from '../../../server/platform/realtime/revoke.ts'
import { spend } from '../../../server/platform/who/limits.ts'
import { aRoom } from '../../chat/rooms.ts'
import { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { signedInAs } from '../../support/people.ts'
import { type Listener, listen } from '../../support/sockets.ts'
import { aThread } from '../../support/threads.ts'
import { aProgram } from '../../support/tokens.ts'

describe("a program's socket", () => {
  const hub = useHub()
  const open: Listener[] = []

  afterEach(() => {
    for (const listener of open.splice(0)) listener.close()
  })

  async function listening(token: unknown, agent = new Agent(hub.url)) {
    const listener = await listen(hub, agent, {}, { token })
    open.push(listener)
    return listener
  }

  async function listeningAs(...scopes: Scope[]) {
    const program = await aProgram(hub, scopes, 'volunteer')
    return { program, listener: await listening(program.token.secret) }
  }

  it('hears what its member may hear', async () => {
    const room = await aRoom()
    const { listener, program } = await listeningAs('read')
    expect(await listener.join(room.slug)).to.deep.equal({ ok: true })
    const thread = await aThread({ id: program.owner.member.id })
    expect(await listener.join(`/discussions/${thread._id}`)).to.deep.equal({ ok: true })
    await program.owner.postJson(`/salons/${room.slug}/messages`, { body: 'Bonjour' })
    const [message] = await listener.hear('message:posted')
    expect(message).to.include({ body: 'Bonjour' })
  })

  it('hears rooms only when it may only chat, and shows nobody writing when it may only read', async () => {
    const room = await aRoom()
    const chat = await listeningAs('chat')
    const thread = await aThread({ id: chat.program.owner.member.id })
    expect(await chat.listener.join(room.slug)).to.deep.equal({ ok: true })
    expect(await chat.listener.join(`/discussions/${thread._id}`)).to.deep.equal({
      error: 'notFound',
    })
    expect(await chat.listener.ask('room:typing', { room: room.slug })).to.deep.equal({ ok: true })
    const read = await listeningAs('read')
    await read.listener.join(room.slug)
    expect(await read.listener.ask('room:typing', { room: room.slug })).to.deep.equal({
      error: 'forbidden',
    })
  })

  it('is refused without such a scope, with an unknown token, or one of another shape', async () => {
    const { token } = await aProgram(hub, ['threads', 'library', 'administration'])
    const member = await signedInAs(hub)
    for (const wrong of [token.secret, newSecret(), '', null, { $ne: null }, [token.secret], 5]) {
      const refused = await listening(wrong, member).then(
        () => 'let in',
        (error: Error) => error.message,
      )
      expect(refused, JSON.stringify(wrong)).to.equal('signInFirst')
    }
  })

  it('is dropped at once when its token is revoked, and others stay', async () => {
    const { program, listener } = await listeningAs('read', 'chat')
    const browser = await listen(hub, program.owner)
    open.push(browser)
    const dropped = listener.disconnected()
    await program.owner.postJson(`${program.token.url}/revocation`)
    await dropped
    expect(browser.socket.connected).to.equal(true)
    const again = await listening(program.token.secret).then(
      () => 'let in',
      (error: Error) => error.message,
    )
    expect(again).to.equal('signInFirst')
  })

  it('is dropped when it asks for something after its member was suspended', async () => {
    const room = await aRoom()
    const { program, listener } = await listeningAs('read')
    const dropped = listener.disconnected()
    await Member.updateOne({ _id: program.owner.member._id }, { $set: { state: 'suspended' } })
    const joined = await listener.join(room.slug).catch(() => 'dropped')
    await dropped
    expect(joined).to.not.deep.equal({ ok: true })
  })

  it('is dropped with everything of its member', async () => {
    const { program, listener } = await listeningAs('chat')
    const dropped = listener.disconnected()
    disconnectMember(program.owner.member.id)
    await dropped
  })

  it('counts among what its token asks', async () => {
    const program = await aProgram(hub, ['read'])
    await Promise.all(Array.from({ length: 600 }, () => spend('token', program.token.id)))
    const refused = await listening(program.token.secret).then(
      () => 'let in',
      (error: Error) => error.message,
    )
    expect(refused).to.equal('tooMany')
  })
})
