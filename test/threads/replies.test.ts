import { expect } from 'chai'
import { Reply } from '../../models/reply.ts'
import { Thread } from '../../models/thread.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { aReply, aThread, replies } from '../support/threads.ts'

describe('replies', () => {
  const hub = useHub()
  let agent: Awaited<ReturnType<typeof signedInAs>>
  let thread: Awaited<ReturnType<typeof aThread>>
  let url = ''

  before(async () => {
    agent = await signedInAs(hub, 'volunteer')
  })

  beforeEach(async () => {
    thread = await aThread(agent.member)
    url = `/discussions/${thread._id}`
  })

  it('are posted from a form and lead to their own place', async () => {
    const posted = await agent.post(`${url}/reponses`, { body: 'Une *idée*' })
    expect(posted.status).to.equal(303)
    const place = await agent.get(String(posted.location))
    expect([place.status, place.location]).to.deep.equal([303, `${url}#r1`])
    expect((await agent.get(url)).text)
      .to.include('id="r1"')
      .and.include('<em>idée</em>')
  })

  it('are posted and read as JSON', async () => {
    const posted = await agent.postJson(`${url}/reponses`, { body: 'Une idée' })
    expect(posted.status).to.equal(201)
    expect(posted.location).to.equal(posted.body.url)
    expect(posted.body).to.include({ number: 1, body: 'Une idée', removed: false })
    expect(posted.body.author.name).to.equal(agent.member.name)
    expect((await agent.getJson(posted.body.url)).body.id).to.equal(posted.body.id)
    expect((await agent.getJson(`${url}/reponses`)).body.items).to.have.length(1)
    expect((await agent.getJson(url)).body.replies.items[0].id).to.equal(posted.body.id)
  })

  it('get the numbers 1 to 50 without gap when they come all at once', async function () {
    this.timeout(30_000)
    const bodies = Array.from({ length: 50 }, (_, n) => `Réponse simultanée ${n}`)
    const posted = await Promise.all(
      bodies.map(body => agent.postJson(`${url}/reponses`, { body })),
    )
    expect(posted.map(({ status }) => status)).to.deep.equal(bodies.map(() => 201))
    const numbers = posted.map(({ body }) => body.number).sort((a, b) => a - b)
    expect(numbers).to.deep.equal(bodies.map((_, n) => n + 1))
    const record = await Thread.findById(thread._id).lean()
    expect(record).to.include({ lastNumber: 50, removedCount: 0, answered: true })
    expect(record?.lastReply?.number).to.equal(50)
  })

  it('are one when a form is sent twice, with its id or without', async () => {
    const form = { body: 'Deux fois', clientId: 'form-2' }
    const twice = [1, 2].map(() => agent.post(`${url}/reponses`, form))
    const [one, two] = await Promise.all(twice)
    expect(one?.location).to.equal(two?.location)
    await agent.post(`${url}/reponses`, { body: 'Trois fois' })
    await agent.post(`${url}/reponses`, { body: 'Trois fois' })
    expect(await Reply.countDocuments({ thread: thread._id })).to.equal(2)
  })

  it('stand fifteen a page, and their links find the page', async () => {
    await replies(thread, agent.member, 31)
    const first = await agent.getJson(url)
    expect(first.body.replies).to.include({ total: 31, next: `${url}?page=2` })
    expect(first.body.replies.items).to.have.length(15)
    const last = await agent.getJson(`${url}?page=3`)
    expect(last.body.replies.next).to.equal(null)
    const [reply] = last.body.replies.items
    expect(reply.number).to.equal(31)
    expect((await agent.get(reply.url)).location).to.equal(`${url}?page=3#r31`)
    expect((await agent.getJson(`${url}?page=99`)).body.replies.items).to.have.length(1)
    expect((await agent.getJson(`${url}/reponses?page=2`)).body.items[0].number).to.equal(16)
  })

  it('refuse an empty text, query operators and a huge text', async () => {
    for (const body of [' ', { $ne: null }, ['x'], 'x'.repeat(20_001), undefined]) {
      const refused = await agent.postJson(`${url}/reponses`, { body })
      expect(refused.status).to.equal(422)
      expect(refused.body.errors).to.have.property('body')
    }
    const page = await agent.post(`${url}/reponses`, { body: '' })
    expect(page.status).to.equal(422)
    expect(page.text).to.include(thread.title).and.include('id="e-f-body"')
  })

  it('never let a script through', async () => {
    await aReply(thread, agent.member, '<img src=x onerror=alert(1)><script>alert(1)</script>')
    expect((await agent.get(url)).text).to.not.match(/<script>|<img src="?x/)
  })

  it('are previewed without JavaScript, with nothing saved', async () => {
    const page = await agent.post(`${url}/reponses`, { body: 'Un **essai**', apercu: '1' })
    expect(page.status).to.equal(200)
    expect(page.text).to.include('<strong>essai</strong>').and.include('>Un **essai**</textarea>')
    expect(await Reply.exists({ thread: thread._id })).to.equal(null)
  })

  it('begin with the words they quote', async () => {
    await aReply(thread, agent.member, 'Première ligne\nSeconde ligne')
    const page = await agent.get(`${url}?citer=1`)
    expect(page.text).to.include('&gt; Seconde ligne')
  })

  it('are edited by their author or a coordinator, by nobody else', async () => {
    const reply = await aReply(thread, agent.member, 'Avant')
    const place = `${url}/reponses/${reply._id}`
    const other = await signedInAs(hub)
    expect((await other.get(`${place}/modifier`)).status).to.equal(403)
    expect((await other.postJson(`${place}/modifier`, { body: 'Pris' })).status).to.equal(403)
    expect((await other.get(url)).text).to.not.include(`${place}/modifier`)
    expect((await agent.get(url)).text).to.include(`${place}/modifier`)
    expect((await agent.get(`${place}/modifier`)).text).to.include('Avant')
    expect((await agent.postJson(`${place}/modifier`, { body: '' })).status).to.equal(422)
    expect((await agent.post(`${place}/modifier`, { body: 'Après' })).location).to.equal(place)
    expect((await agent.get(url)).text)
      .to.include('Après')
      .and.not.include('Avant')
    const coordinator = await signedInAs(hub, 'coordinator')
    const edited = await coordinator.postJson(`${place}/modifier`, { body: 'Encore' })
    expect(edited.body.body).to.equal('Encore')
  })

  it('leave their place when taken back, and the thread counts again', async () => {
    const other = await signedInAs(hub)
    const first = await aReply(thread, other.member, 'Je reste')
    const second = await aReply(thread, agent.member, 'Je pars')
    const place = `${url}/reponses/${second._id}`
    expect((await other.postJson(`${place}/suppression`)).status).to.equal(403)
    expect((await agent.post(`${place}/suppression`)).status).to.equal(303)
    expect((await agent.postJson(`${place}/modifier`, { body: 'Retour' })).status).to.equal(403)
    const { body } = await agent.getJson(url)
    expect(body).to.include({ replyCount: 1, lastActivityAt: first.createdAt.toISOString() })
    expect(body.lastReply.number).to.equal(1)
    expect(body.replies.items[1]).to.include({ number: 2, removed: true, body: '', html: '' })
    const page = await other.get(url)
    expect(page.text).to.include('Réponse retirée par').and.not.include('Je pars')
    expect((await agent.get(place)).location).to.equal(`${url}#r2`)
    expect((await aReply(thread, agent.member)).number).to.equal(3)
  })

  it('taken back all at once still leave a right count', async () => {
    await replies(thread, agent.member, 6)
    const { body } = await agent.getJson(url)
    const places = body.replies.items.map((reply: { url: string }) => `${reply.url}/suppression`)
    await Promise.all(places.map((place: string) => agent.postJson(place)))
    const record = await Thread.findById(thread._id).lean()
    expect(record).to.include({ lastNumber: 6, removedCount: 6, answered: false })
    expect(record?.lastReply).to.equal(undefined)
  })

  it('belong to their discussion only', async () => {
    const elsewhere = await aThread(agent.member)
    const reply = await aReply(elsewhere, agent.member)
    const wrong = `${url}/reponses/${reply._id}`
    expect((await agent.get(wrong)).status).to.equal(404)
    expect((await agent.postJson(`${wrong}/modifier`, { body: 'x' })).status).to.equal(404)
    expect((await agent.postJson(`${wrong}/suppression`)).status).to.equal(404)
  })

  it('are for members: visitors and candidates are sent to sign in', async () => {
    const reply = await aReply(thread, agent.member)
    const visitor = aVisitor(hub)
    expect((await visitor.postJson(`${url}/reponses`, { body: 'x' })).status).to.equal(401)
    expect((await visitor.getJson(`${url}/reponses/${reply._id}`)).status).to.equal(401)
    expect((await visitor.getJson(`${url}/reponses`)).status).to.equal(401)
    const candidate = await aMember('animateur', { state: 'pending' })
    const tried = aVisitor(hub)
    await tried.postJson('/connexion', { email: candidate.email, password: 'cidre et galettes' })
    expect((await tried.postJson(`${url}/reponses`, { body: 'x' })).status).to.equal(401)
  })
})
