import { expect } from 'chai'
import { Space } from '../../../models/space.ts'
import type { Role } from '../../../models/words/member.ts'
import { publish } from '../../../server/platform/realtime/publish.ts'
import type { Agent } from '../../support/agent.ts'
import { aDay } from '../../support/gatherings.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'
import { type Listener, listen } from '../../support/sockets.ts'
import { aToken, Program } from '../../support/tokens.ts'
import { type Company, gatherCompany } from './company.ts'
import { LOSSES, PLACES, type PlaceName, type Somebody } from './losses.ts'
import { SAMPLES } from './pushes.ts'

type Things = Record<PlaceName, { url: string; title: string }>
type Reader = Pick<Agent, 'get'> | Pick<Program, 'get'>

describe('a right that is lost', function () {
  this.timeout(30_000)
  const hub = useHub()
  let company: Company
  let group: { url: string; slug: string; audience: string }
  let things: Things
  const open: Listener[] = []

  before(async () => {
    company = await gatherCompany(hub)
  })
  beforeEach(async () => {
    group = await aGroup(company.author, 'private')
    things = {
      network: await thingsFor('network'),
      group: await thingsFor(group.audience),
      territory: await thingsFor(company.territoryGroup.audience),
    }
  })
  afterEach(async () => {
    for (const listener of open.splice(0)) listener.close()
    const { admin, coordinator, space, territoryGroup } = company
    await admin.postJson(`${territoryGroup.url}/reouverture`)
    await coordinator.postJson(`/lieux/${space}/modifier`, { territory: 'Poher' })
  })

  for (const { what, role = 'volunteer', act, left } of LOSSES) {
    it(`by ${what} is lost at once, in open sockets, pages and calendars, to programs too`, async () => {
      const somebody = await inEverything(role)
      const session = await listening(somebody)
      const token = await listening(aVisitor(hub), somebody.secret)
      const ways = async () => ({
        session: await had(somebody, session),
        token: await had(somebody.program, token),
      })
      expect(await ways()).to.deep.equal({ session: asAll(PLACES), token: asAll(PLACES) })
      await act(somebody, { company, group })
      expect(await ways()).to.deep.equal({ session: asAll(left.session), token: asAll(left.token) })
    })
  }

  async function thingsFor(audience: string) {
    const title = `Pour ${audience}`
    const { author } = company
    const thread = await author.postJson('/discussions', { title, body: 'Alors ?', audience })
    const day = await author.postJson('/rencontres', aDay({ title, audience, kind: 'workshop' }))
    if (day.status !== 201) throw new Error(day.text)
    return { url: thread.body.url, title }
  }

  /** A member of the group and, but for coordinators, of the author's space, with a program. */
  async function inEverything(role: Role): Promise<Somebody> {
    const space = await Space.findOne({ slug: company.space }).lean()
    const of = space && role !== 'coordinator' ? { space: space._id } : {}
    const person = await signedInAs(hub, role, of)
    await company.author.postJson(`${group.url}/invitations`, { member: person.member.slug })
    await person.postJson(`${group.url}/entree`)
    const { id, secret } = await aToken(person, ['read'])
    const program = new Program(hub, secret)
    return Object.assign(person, { program, secret, tokenId: id })
  }

  async function listening(agent: Agent, token?: string) {
    const listener = await listen(hub, agent, {}, token ? { token } : {})
    open.push(listener)
    for (const { url } of Object.values(things)) await listener.join(url)
    return listener
  }

  /** What is still heard, found in the calendar and read. */
  async function had(reader: Reader, listener: Listener) {
    listener.heard.length = 0
    for (const { url } of Object.values(things)) {
      const id = url.replace('/discussions/', '')
      publish(`thread:${id}`, 'reply:posted', () => ({ ...SAMPLES['reply:posted'], thread: id }))
    }
    if (listener.socket.connected) await listener.ask('room:leave', { room: '-' }).catch(() => {})
    const heard = JSON.stringify(listener.all('reply:posted'))
    const calendar = (await reader.get('/rencontres.ics')).text.replace(/\r\n[ \t]/g, '')
    const answers = await Promise.all(PLACES.map(place => reader.get(things[place].url)))
    return {
      heard: PLACES.filter(place => heard.includes(things[place].url.replace('/discussions/', ''))),
      dated: PLACES.filter(place => calendar.includes(things[place].title)),
      read: PLACES.filter((_, n) => answers[n]?.status === 200),
    }
  }
})

function asAll(places: readonly PlaceName[]) {
  const same = [...places]
  return { heard: same, dated: same, read: same }
}
