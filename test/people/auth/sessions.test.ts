import { expect } from 'chai'
import mongoose from 'mongoose'
import { KnownDevice } from '../../../models/known-device.ts'
import { SignIn } from '../../../models/sign-in.ts'
import type { Agent } from '../../support/agent.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, PASSWORD, signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'
import { lettersTo } from './support/letters.ts'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

type Device = { id: string; url: string; browser: string; system: string; here: boolean }

describe('the devices that one is signed in with', () => {
  const hub = useHub()

  it('are listed in plain words, this one first, without session id nor whole address', async () => {
    const here = await signedInAs(hub)
    await from(FIREFOX, here.member.email)
    await from(SAFARI, here.member.email)
    const { body, text } = await here.getJson('/compte/securite')
    expect(body.devices).to.have.length(3)
    expect(body.devices.filter((device: Device) => device.here)).to.have.length(1)
    const names = body.devices.map(({ browser, system }: Device) => `${browser} ${system}`)
    expect(names).to.include('Firefox Windows').and.include('Safari iPhone')
    const { sid } = (await SignIn.findOne({ member: here.member._id }).lean()) ?? {}
    expect(text).not.to.include(sid).and.not.include('127.0.0.1')
    const page = await here.get('/compte/securite')
    expect(page.text)
      .to.include('Firefox sur Windows')
      .and.match(/127\.0\.0\.x|0:0:0:x/)
    expect(page.text.indexOf('Celui-ci')).to.be.below(page.text.indexOf('Firefox sur Windows'))
  })

  it('are ended one by one: at once, session, sockets and all', async () => {
    const here = await signedInAs(hub)
    const there = await from(FIREFOX, here.member.email)
    const listener = await listen(hub, there)
    const gone = listener.disconnected()
    const other = await deviceOf(here, 'Firefox')
    expect((await here.postJson(`${other.url}/deconnexion`)).status).to.equal(204)
    await gone
    expect((await there.getJson('/compte')).status).to.equal(401)
    const refused = await listen(hub, there).catch(error => error.data)
    expect(refused).to.deep.equal({ code: 'signInFirst' })
    expect((await here.getJson('/compte')).status).to.equal(200)
    expect((await here.getJson('/compte/securite')).body.devices).to.have.length(1)
    expect((await here.postJson(`${other.url}/deconnexion`)).status).to.equal(404)
  })

  it('stay ended when a request of before writes its session back', async () => {
    const here = await signedInAs(hub)
    const there = await from(FIREFOX, here.member.email)
    const sessions = mongoose.connection.collection<{ _id: string }>('sessions')
    const { sid } = (await SignIn.findOne({ member: here.member._id, browser: 'Firefox' })) ?? {}
    const session = await sessions.findOne({ _id: sid ?? '' })
    await here.postJson(`${(await deviceOf(here, 'Firefox')).url}/deconnexion`)
    if (session) await sessions.insertOne(session)
    expect((await there.getJson('/compte')).status).to.equal(401)
  })

  it('are all ended but this one', async () => {
    const here = await signedInAs(hub)
    const others = [await from(FIREFOX, here.member.email), await from(SAFARI, here.member.email)]
    expect((await here.post('/compte/securite/appareils/deconnexion')).status).to.equal(303)
    for (const other of others) expect((await other.getJson('/compte')).status).to.equal(401)
    expect((await here.getJson('/compte')).status).to.equal(200)
    expect(await KnownDevice.countDocuments({ member: here.member._id })).to.equal(1)
  })

  it('end for oneself too', async () => {
    const here = await signedInAs(hub)
    const { url } = (await here.getJson('/compte/securite')).body.devices[0]
    await here.postJson(`${url}/deconnexion`)
    expect((await here.getJson('/compte')).status).to.equal(401)
  })

  it("are nobody else's business", async () => {
    const [owner, other] = [await signedInAs(hub), await signedInAs(hub, 'admin')]
    const { url } = (await owner.getJson('/compte/securite')).body.devices[0]
    expect((await other.postJson(`${url}/deconnexion`)).status).to.equal(404)
    expect((await other.post(`${url}/deconnexion`)).status).to.equal(404)
    expect((await aVisitor(hub).postJson(`${url}/deconnexion`)).status).to.equal(401)
    expect((await aVisitor(hub).get('/compte/securite')).status).to.equal(303)
    expect((await aVisitor(hub).getJson('/compte/securite')).status).to.equal(401)
    expect((await owner.getJson('/compte')).status).to.equal(200)
    for (const wrong of ['x', '0'.repeat(24), '[object Object]'])
      expect(
        (await owner.postJson(`/compte/securite/appareils/${wrong}/deconnexion`)).status,
      ).to.equal(404)
  })

  it('leave the list when the password changes', async () => {
    const here = await signedInAs(hub)
    await from(FIREFOX, here.member.email)
    await here.postJson('/compte/mot-de-passe', {
      currentPassword: PASSWORD,
      password: 'quatre mots bien choisis',
    })
    expect((await here.getJson('/compte/securite')).body.devices).to.have.length(1)
  })

  it('get another session id with another role', async () => {
    const [admin, promoted] = [await signedInAs(hub, 'admin'), await signedInAs(hub)]
    const cookie = sessionOf(promoted)
    await admin.postJson(`/administration/membres/${promoted.member.id}/role`, {
      role: 'coordinator',
    })
    expect((await promoted.getJson('/administration/demandes')).status).to.equal(200)
    expect(sessionOf(promoted)).not.to.equal(cookie)
    const planted = await aVisitor(hub).send('GET', '/administration/demandes', {
      headers: { cookie, accept: 'application/json' },
    })
    expect(planted.status).to.equal(404)
    expect((await promoted.getJson('/compte/securite')).body.devices).to.have.length(1)
  })

  it('are told of by mail when they were never seen, not the first time of all', async () => {
    const member = await aMember()
    const first = await from(FIREFOX, member.email)
    await first.postJson('/deconnexion')
    await first.signIn(member.email, PASSWORD)
    await from(SAFARI, member.email)
    const letters = await lettersTo(hub, member.email, /jamais vu/)
    expect(letters).to.have.length(1)
    expect(letters[0]).to.include('Safari, iPhone').and.include('/compte/securite')
    expect(letters[0]).to.match(/127\.0\.0\.x|0:0:0:x/)
  })

  async function from(userAgent: string, email: string) {
    const agent = aVisitor(hub)
    const { send } = agent
    agent.send = (method, path, options) =>
      send.call(agent, method, path, {
        ...options,
        headers: { 'user-agent': userAgent, ...options.headers },
      })
    await agent.signIn(email, PASSWORD)
    return agent
  }
})

async function deviceOf(agent: Agent, browser: string): Promise<Device> {
  const { body } = await agent.getJson('/compte/securite')
  return body.devices.find((device: Device) => device.browser === browser)
}

function sessionOf(agent: Agent) {
  const { name, value } = agent.cookies.find(cookie => cookie.name === 'rouedad') ?? {}
  return `${name}=${value}`
}
