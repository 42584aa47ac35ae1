import { expect } from 'chai'
import { Resource } from '../../../models/resource.ts'
import { aDay } from '../../support/gatherings.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'
import { listen } from '../../support/sockets.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>
type Reader = Pick<Person, 'get' | 'getJson' | 'postJson' | 'send'>
const WORD = 'zinzolin'
/** Not the word alone: what was asked for is shown again in the box. */
const TITLES = new RegExp(`(Fil|Guide|Jour|Salon|mot|Un|Réponse) ${WORD}`)
const JSON_ONLY = { headers: { accept: 'application/json' } }

/** Everything of a group of two, and one address of each kind of thing in it. */
describe('what is written for a group', function () {
  this.timeout(30_000)
  const hub = useHub()
  let keeper: Person
  let member: Person
  let group: Awaited<ReturnType<typeof aGroup>>
  let paths: Record<string, string>
  let roomId: string

  before(async () => {
    keeper = await signedInAs(hub, 'animateur', { name: 'Katell' })
    member = await signedInAs(hub, 'volunteer', { name: 'Odile' })
    group = await aGroup(keeper, 'private', [member.member])
    const { audience } = group
    const thread = await post(keeper, '/discussions', {
      ...{ title: `Fil ${WORD}`, body: `Un ${WORD} à nous`, audience },
    })
    const reply = await post(member, `${thread.url}/reponses`, { body: `Réponse ${WORD}` })
    // Both forms of the field.
    const sheet = await post(keeper, '/ressources', {
      ...{ kind: 'guide', title: `Guide ${WORD}`, audience: 'group', group: group.slug },
    })
    const gathering = await post(keeper, '/rencontres', aDay({ title: `Jour ${WORD}`, audience }))
    const room = await post(keeper, `${group.url}/salons`, { title: `Salon ${WORD}` })
    roomId = room.id
    const message = await post(member, `${room.url}/messages`, { body: `Un mot ${WORD}` })
    const files = [await fileOf(sheet.url), await fileOf(gathering.url)]
    paths = {
      group: group.url,
      people: `${group.url}/membres`,
      thread: thread.url,
      replies: `${thread.url}/reponses`,
      reply: reply.url,
      sheet: sheet.url,
      markdown: `${sheet.url}.md`,
      versions: `${sheet.url}/versions`,
      sheetFile: files[0] ?? '',
      gathering: gathering.url,
      programme: `${gathering.url}/programme`,
      calendar: `${gathering.url}.ics`,
      pdf: `${gathering.url}.pdf`,
      gatheringFile: files[1] ?? '',
      room: room.url,
      messages: `${room.url}/messages`,
      message: message.url,
      report: `${thread.url}/signalement`,
    }
  })

  const LISTS = [
    ...['/', '/discussions', '/discussions?filtre=sans-reponse', '/discussions?filtre=non-lues'],
    ...['/ressources', `/ressources?q=${WORD}`, '/rencontres', '/rencontres.ics', '/salons'],
    ...['/groupes', `/recherche?q=${WORD}`, '/ressources?etat=relecture'],
  ]

  it('is there for those who are in it, in lists, search, calendars and files', async () => {
    for (const [what, path] of Object.entries(paths))
      expect((await member.get(path)).status, what).to.be.oneOf([200, 303])
    const found = (await member.getJson(`/recherche?q=${WORD}`)).body.items
    const kinds = found.map(({ kind }: { kind: string }) => kind)
    expect([...new Set(kinds)]).to.have.members(['resources', 'gatherings', 'threads', 'messages'])
    for (const path of ['/', '/discussions', '/rencontres.ics', '/salons', '/ressources'])
      expect((await member.get(path)).text, path).to.include(WORD)
    const page = await member.get(group.url)
    for (const word of ['Fil', 'Guide', 'Jour', 'Salon'])
      expect(page.text).to.include(`${word} ${WORD}`)
    expect(page.text).to.include('Katell')
    const thread = await member.get(paths.thread ?? '')
    expect(thread.text).to.include(group.title)
  })

  const OUTSIDERS = {
    'a member outside': () => signedInAs(hub, 'animateur'),
    'a coordinator outside': () => signedInAs(hub, 'coordinator'),
    'an administrator outside': () => signedInAs(hub, 'admin'),
    'a visitor': async () => aVisitor(hub),
    'a suspended member': suspended,
    'a member who has just left': leaver,
    'a member who was just removed': removedOne,
  }

  for (const [who, arrive] of Object.entries(OUTSIDERS)) {
    it(`does not exist for ${who}`, async () => expectNothing(await arrive()))
  }

  it('does not exist for anybody once the group is closed, and is back with it', async () => {
    const admin = await signedInAs(hub, 'admin')
    await admin.postJson(`${group.url}/fermeture`)
    await expectNothing(keeper)
    await admin.postJson(`${group.url}/reouverture`)
    expect((await keeper.getJson(paths.thread ?? '')).status).to.equal(200)
  })

  it('counts for nobody else', async () => {
    const outside = await signedInAs(hub, 'animateur')
    const [theirs, ours] = [
      await outside.getJson('/discussions'),
      await member.getJson('/discussions'),
    ]
    expect(ours.body.total - theirs.body.total).to.equal(1)
    const [few, more] = [await outside.getJson('/ressources'), await member.getJson('/ressources')]
    expect(more.body.total - few.body.total).to.equal(1)
    const facets = await outside.get('/ressources')
    expect(facets.text).not.to.include(WORD)
  })

  it('is written by those who are in it only', async () => {
    const outside = await signedInAs(hub, 'coordinator')
    const { audience } = group
    for (const asked of [{ audience }, { audience: 'group', group: group.slug }]) {
      const words = { title: 'Intrusion', body: 'Coucou', ...asked }
      expect((await outside.postJson('/discussions', words)).status).to.equal(422)
      const guide = { kind: 'guide', title: 'Intrusion', ...asked }
      expect((await outside.postJson('/ressources', guide)).status).to.equal(422)
      const day = aDay({ title: 'Intrusion', ...asked })
      expect((await outside.postJson('/rencontres', day)).status).to.equal(422)
    }
    expect((await outside.postJson(`${group.url}/salons`, { title: 'Non' })).status).to.equal(404)
    expect((await member.postJson(`${group.url}/salons`, { title: 'Non' })).status).to.equal(403)
    expect((await outside.get('/discussions/nouvelle')).text).not.to.include(group.title)
    expect((await member.get('/discussions/nouvelle')).text).to.include(group.title)
    const open = { title: 'Trop', body: 'ouvert', audience: 'public' }
    expect((await member.postJson('/discussions', open)).status).to.equal(422)
  })

  it('is heard by those who are in it, and by nobody the moment they leave', async () => {
    const passing = await signedInAs(hub, 'volunteer')
    const url = (
      await post(keeper, '/discussions', {
        title: 'Direct',
        body: 'Alors ?',
        audience: group.audience,
      })
    ).url
    await letIn(passing)
    const outside = await listen(hub, await signedInAs(hub, 'coordinator'))
    const [inside, leaving] = [await listen(hub, member), await listen(hub, passing)]
    for (const room of [roomId, paths.room ?? '', url]) {
      expect(await outside.join(room)).to.deep.equal({ error: 'notFound' })
      expect(await leaving.join(room)).to.deep.equal({ ok: true })
      await inside.join(room)
    }
    await post(keeper, `${paths.room}/messages`, { body: 'Un' })
    await post(keeper, `${url}/reponses`, { body: 'Un' })
    await leaving.hear('message:posted')
    await leaving.hear('reply:posted')
    expect((await passing.postJson(`${group.url}/sortie`)).status).to.equal(204)
    await post(keeper, `${paths.room}/messages`, { body: 'Deux' })
    await post(keeper, `${url}/reponses`, { body: 'Deux' })
    await inside.hear('message:posted', 2)
    await inside.hear('reply:posted', 2)
    expect(await leaving.join(url)).to.deep.equal({ error: 'notFound' })
    expect(leaving.all('message:posted')).to.have.length(1)
    expect(leaving.all('reply:posted')).to.have.length(1)
    expect(outside.all('message:posted')).to.have.length(0)
    for (const one of [outside, inside, leaving]) one.close()
  })

  it('moves to others by its author, a keeper, or a coordinator who is in it', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const outside = await signedInAs(hub, 'volunteer')
    await letIn(coordinator)
    const { audience } = group
    const things = [
      await post(member, '/discussions', { title: 'À nous', body: 'Alors ?', audience }),
      await post(keeper, '/ressources', { kind: 'guide', title: 'À nous', audience }),
      await post(keeper, '/rencontres', aDay({ title: 'À nous', audience })),
    ]
    for (const { url } of things) {
      const move = (agent: Reader, to: string) =>
        agent.postJson(`${url}/audience`, { audience: to })
      expect((await move(outside, 'network')).status, url).to.equal(404)
      if (!url.startsWith('/discussions'))
        expect((await move(member, 'network')).status, url).to.equal(403)
      expect((await outside.getJson(url)).status).to.equal(404)
      const moved = await move(coordinator, 'network')
      expect(moved.status, moved.text).to.equal(200)
      expect(moved.body.audience).to.equal('network')
      expect((await outside.getJson(url)).status).to.equal(200)
      expect((await move(outside, audience)).status).to.equal(403)
      expect((await move(keeper, 'group:inconnu')).status).to.be.oneOf([403, 422])
      expect((await move(coordinator, audience)).status).to.equal(200)
      expect((await outside.getJson(url)).status).to.equal(404)
      expect((await move(keeper, 'network')).status).to.equal(200)
    }
  })

  it('keeps the former versions of what moved out of it to itself', async () => {
    const { url } = await post(keeper, '/ressources', {
      ...{ kind: 'guide', title: `Ancien ${WORD}`, audience: group.audience },
    })
    const changed = { title: 'Nouveau', audience: 'public' }
    expect((await keeper.postJson(`${url}/modifier`, changed)).status).to.equal(200)
    const visitor = aVisitor(hub)
    expect((await visitor.getJson(url)).status).to.equal(200)
    expect((await visitor.getJson(`${url}/versions/1`)).status).to.equal(404)
    expect((await visitor.get(`${url}/versions`)).text).not.to.include(`Ancien ${WORD}`)
    expect((await member.getJson(`${url}/versions/1`)).status).to.equal(200)
  })

  it('is not shown to the network by somebody new', async () => {
    const fresh = await signedInAs(hub, 'volunteer', { approvedAt: new Date() })
    await letIn(fresh)
    const words = {
      title: 'Offre',
      body: 'Voir https://ailleurs.example/',
      audience: group.audience,
    }
    const { url } = await post(fresh, '/discussions', words)
    const moved = await fresh.postJson(`${url}/modifier`, { ...words, audience: 'network' })
    expect(moved.status).to.equal(422)
    expect(moved.body.errors).to.have.property('audience')
    expect((await fresh.postJson(`${url}/audience`, { audience: 'network' })).status).to.equal(422)
  })

  it('by a volunteer is read by a keeper before the group sees it', async () => {
    const { url } = await post(member, '/ressources', {
      ...{ kind: 'guide', title: 'Brouillon', audience: group.audience },
    })
    const reviewer = await signedInAs(hub, 'animateur')
    expect((await reviewer.getJson(url)).status).to.equal(404)
    expect((await reviewer.getJson('/ressources?etat=relecture')).text).not.to.include(url)
    expect((await keeper.postJson(`${url}/publication`)).status).to.equal(200)
    expect(await Resource.exists({ state: 'published', audience: group.audience })).not.to.equal(
      null,
    )
  })

  it('when reported, is looked at by moderators who are in it only', async () => {
    const { url } = await post(keeper, '/discussions', {
      ...{ title: `Rapport ${WORD}`, body: 'Alors ?', audience: group.audience },
    })
    const inside = await signedInAs(hub, 'coordinator')
    const outside = await signedInAs(hub, 'coordinator')
    await letIn(inside)
    const word = { reason: 'unsuitable', word: 'À voir' }
    expect((await member.postJson(`${url}/signalement`, word)).status).to.equal(201)
    const seen = await inside.getJson('/moderation')
    const subject = seen.body.items.find((one: { title: string }) => one.title.includes(WORD))
    expect(subject).to.include({ kind: 'thread' })
    expect((await outside.getJson('/moderation')).text).not.to.include(WORD)
    expect((await outside.getJson(subject.url)).status).to.equal(404)
    expect((await outside.postJson(`${subject.url}/masquage`, word)).status).to.equal(404)
    expect((await inside.getJson(subject.url)).status).to.equal(200)
  })

  async function expectNothing(reader: Reader) {
    for (const [what, path] of Object.entries(paths)) {
      expect((await reader.getJson(path)).status, what).to.be.oneOf([401, 404])
      expectNoTitle((await reader.get(path)).text, what)
    }
    for (const path of LISTS) {
      expectNoTitle((await reader.get(path)).text, path)
      expectNoTitle((await reader.send('GET', path, JSON_ONLY)).text, path)
    }
    const written = await reader.postJson(`${paths.thread}/reponses`, { body: 'Coucou' })
    expect(written.status).to.be.oneOf([401, 404])
    const said = await reader.postJson(`${paths.room}/messages`, { body: 'Coucou' })
    expect(said.status).to.be.oneOf([401, 404])
  }

  function expectNoTitle(text: string, where: string) {
    expect(text, where).not.to.match(TITLES).and.not.to.include(group.title)
  }

  async function letIn(person: Person) {
    await keeper.postJson(`${group.url}/invitations`, { member: person.member.slug })
    expect((await person.postJson(`${group.url}/entree`)).status).to.equal(200)
  }

  /** Has read everything, so that whatever is remembered for them is there to be forgotten. */
  async function familiar() {
    const person = await signedInAs(hub, 'animateur')
    await letIn(person)
    for (const path of [...Object.values(paths), ...LISTS]) await person.get(path)
    return person
  }

  async function leaver() {
    const person = await familiar()
    await person.postJson(`${group.url}/sortie`)
    return person
  }

  async function removedOne() {
    const person = await familiar()
    await keeper.postJson(`${group.url}/membres/${person.member.slug}/retrait`)
    return person
  }

  async function suspended() {
    const person = await familiar()
    person.member.state = 'suspended'
    await person.member.save()
    return person
  }

  async function fileOf(record: string): Promise<string> {
    const form = new FormData()
    const pdf = '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'
    form.set('files', new Blob([pdf], { type: 'application/pdf' }), 'note.pdf')
    const headers = { accept: 'application/json' }
    const reply = await keeper.send('POST', `${record}/pieces-jointes`, { form, headers })
    return JSON.parse(reply.text).url
  }
})

describe('the group of a territory', () => {
  const hub = useHub()

  it('holds the members of its spaces, and follows them', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const place = async (name: string, territory: string, lead = false) =>
      post(coordinator, '/lieux', { name, commune: 'Carhaix', territory, lead })
    const [lead, small, other] = [
      await place('Tête', 'Poher', true),
      await place('Petit', 'Poher'),
      await place('Loin', 'Trégor'),
    ]
    const fields = { title: 'Le Poher', kind: 'territory', territory: 'poher' }
    const animateur = await signedInAs(hub, 'animateur', { space: lead.id })
    expect((await animateur.postJson('/groupes', fields)).status).to.equal(403)
    const { url, slug } = await post(coordinator, '/groupes', fields)
    expect((await coordinator.postJson('/groupes', { ...fields, title: 'Bis' })).status).to.equal(
      422,
    )
    const volunteer = await signedInAs(hub, 'volunteer', { space: small.id })
    const claimant = await signedInAs(hub, 'volunteer', { space: small.id, spaceClaimed: true })
    const far = await signedInAs(hub, 'animateur', { space: other.id })
    const standing = async (agent: Reader) => (await agent.getJson(url)).body.standing
    expect(await standing(animateur)).to.equal('keeper')
    expect(await standing(volunteer)).to.equal('member')
    for (const agent of [claimant, far]) expect(await standing(agent)).to.equal('outside')
    for (const agent of [volunteer, far])
      expect((await agent.postJson(`${url}/entree`)).status).to.equal(403)
    const thread = await post(volunteer, '/discussions', {
      ...{ title: 'Entre nous', body: 'Alors ?', audience: `group:${slug}` },
    })
    expect((await far.getJson(thread.url)).status).to.equal(404)
    const socket = await listen(hub, volunteer)
    expect(await socket.join(thread.url)).to.deep.equal({ ok: true })
    await volunteer.postJson('/compte', { name: 'Odile', space: other.slug })
    expect(await standing(volunteer)).to.equal('outside')
    expect((await volunteer.getJson(thread.url)).status).to.equal(404)
    await post(animateur, `${thread.url}/reponses`, { body: 'Tu entends ?' })
    expect(await socket.join(thread.url)).to.deep.equal({ error: 'notFound' })
    expect(socket.all('reply:posted')).to.have.length(0)
    socket.close()
    const moved = { territory: 'Poher' }
    expect((await coordinator.postJson(`/lieux/${other.slug}/modifier`, moved)).status).to.equal(
      200,
    )
    expect(await standing(far)).to.equal('member')
    await aMember()
  })
})

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function post(agent: Reader, path: string, json: object): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}
