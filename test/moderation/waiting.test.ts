import { expect } from 'chai'
import { Reply } from '../../models/reply.ts'
import { Resource } from '../../models/resource.ts'
import { Room } from '../../models/room.ts'
import { Submission } from '../../models/submission.ts'
import { Thread } from '../../models/thread.ts'
import { isNew, linksElsewhere } from '../../server/people/members/trust.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { listen } from '../support/sockets.ts'
import { aReply, aThread } from '../support/threads.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const LINK = 'Venez voir [chez moi](https://ailleurs.example/promo)'
const DAY_MS = 24 * 3600 * 1000

describe('a new member’s links to elsewhere', () => {
  const hub = useHub()
  let reader: Signed
  let coordinator: Signed
  let thread: Awaited<ReturnType<typeof aThread>>
  let url = ''

  before(async () => {
    reader = await signedInAs(hub, 'animateur')
    coordinator = await signedInAs(hub, 'coordinator')
    await Room.create({ slug: 'cafe', title: 'Le café' })
  })

  beforeEach(async () => {
    thread = await aThread(reader.member)
    url = `/discussions/${thread._id}`
  })

  const aNewcomer = (role: 'volunteer' | 'animateur' = 'volunteer') =>
    signedInAs(hub, role, { approvedAt: new Date() })

  it('are told from links to this site, however they are written', () => {
    for (const text of [LINK, 'https://spam.example', 'voir www.spam.fr', '<https://a.example>'])
      expect(linksElsewhere(text), text).to.have.length(1)
    for (const text of ['[fiche](/ressources)', 'a.b', '`https://code.example`', 'mailto:a@b.fr'])
      expect(linksElsewhere(text), text).to.have.length(0)
  })

  it('wait in a reply: its author alone sees it, everywhere', async () => {
    const newcomer = await aNewcomer()
    const socket = await listen(hub, reader)
    await socket.join(url)
    const sent = await newcomer.postJson(`${url}/reponses`, { body: LINK })
    expect(sent.status).to.equal(202)
    expect(sent.body).to.include({ state: 'waiting', kind: 'reply' })
    expect((await newcomer.get(url)).text)
      .to.include('ailleurs.example')
      .and.include('En attente de relecture')
    for (const agent of [reader, coordinator])
      for (const path of [url, `${url}/reponses`, '/', '/discussions', '/recherche?q=chez'])
        expect((await agent.get(path)).text, path).not.to.include('ailleurs.example')
    expect((await reader.getJson(url)).body.replyCount).to.equal(0)
    await aReply(thread, reader.member)
    await socket.hear('reply:posted')
    expect(JSON.stringify(socket.heard)).not.to.include('ailleurs')
    socket.close()
  })

  it('are posted once accepted, told to who reads, and wait no more', async () => {
    const newcomer = await aNewcomer()
    const { id } = (await newcomer.postJson(`${url}/reponses`, { body: LINK })).body
    const queue = await coordinator.get('/moderation/relecture')
    expect(queue.text).to.include('ailleurs.example')
    const socket = await listen(hub, reader)
    await socket.join(url)
    const accepted = await coordinator.postJson(`/moderation/relecture/${id}/accord`)
    expect(accepted.status).to.equal(200)
    const [heard] = await socket.hear('reply:posted')
    expect(heard?.body).to.equal(LINK)
    expect((await reader.getJson(url)).body.replies.items[0].author.id).to.equal(newcomer.member.id)
    expect((await newcomer.get(url)).text).not.to.include('En attente de relecture')
    socket.close()
  })

  it('stay a question on the resource that they ask about, if it is still there', async () => {
    const newcomer = await aNewcomer()
    const asked = async () => {
      const guide = { kind: 'guide', title: 'Trier ses photos', audience: 'network' }
      const { slug, url } = (await reader.postJson('/ressources', guide)).body
      const question = { title: `Une question sur ${slug}`, body: LINK, resource: slug }
      const { status, body } = await newcomer.postJson('/discussions', question)
      expect(status).to.equal(202)
      return { url, title: question.title, accept: `/moderation/relecture/${body.id}/accord` }
    }
    const [kept, gone] = [await asked(), await asked()]
    expect((await coordinator.postJson(kept.accept)).status).to.equal(200)
    expect((await reader.get(kept.url)).text).to.include(kept.title)
    const thread = await Thread.findOne({ title: kept.title }).hint({ $natural: 1 }).lean()
    expect((await reader.get(`/discussions/${thread?._id}`)).text).to.include(kept.url)
    await Resource.deleteOne({ slug: gone.url.split('/').at(-1) ?? '' })
    expect((await coordinator.postJson(gone.accept)).status).to.equal(200)
    expect((await reader.get('/discussions')).text).to.include(gone.title)
    const unseen = { title: 'Une autre', body: LINK, resource: 'nulle-part' }
    expect((await newcomer.postJson('/discussions', unseen)).status).to.equal(422)
  })

  it('are accepted once by two moderators at the same moment', async () => {
    const newcomer = await aNewcomer()
    const other = await signedInAs(hub, 'coordinator')
    const { id } = (await newcomer.postJson(`${url}/reponses`, { body: LINK })).body
    const answers = await Promise.all(
      [coordinator, other, coordinator].map((agent, n) =>
        agent.postJson(`/moderation/relecture/${id}/${n === 1 ? 'refus' : 'accord'}`),
      ),
    )
    const done = answers.filter(({ status }) => status === 200)
    expect(done).to.have.length(1)
    const submission = await Submission.findById(id).lean()
    const posted = await Reply.countDocuments({ thread: thread._id })
    expect(posted).to.equal(submission?.answer === 'accepted' ? 1 : 0)
  })

  it('are refused with a reason; its author answers, and it waits again', async () => {
    const newcomer = await aNewcomer()
    const { id } = (await newcomer.postJson(`${url}/reponses`, { body: LINK })).body
    const refused = await coordinator.postJson(`/moderation/relecture/${id}/refus`, {
      reason: 'unsuitable',
      word: 'C’est de la publicité.',
    })
    expect(refused.status).to.equal(200)
    expect((await reader.get(url)).text).not.to.include('ailleurs')
    const mine = await newcomer.getJson('/compte/moderation')
    expect(mine.body.items[0]).to.include({ act: 'refused', word: 'C’est de la publicité.' })
    const answer = `/compte/moderation/${mine.body.items[0].id}/reponse`
    expect((await newcomer.postJson(answer, { body: 'C’est notre site.' })).status).to.equal(200)
    const queue = await coordinator.getJson('/moderation/relecture')
    const again = queue.body.items.find((one: { id: string }) => one.id === id)
    expect(again.appeal).to.equal('C’est notre site.')
    expect((await coordinator.postJson(`/moderation/relecture/${id}/accord`)).status).to.equal(200)
    expect((await reader.get(url)).text).to.include('ailleurs.example')
  })

  it('wait in a discussion, in its title too, and in a message', async () => {
    const posts = [
      ['/discussions', { title: 'Promotion', body: LINK }, /Promotion/],
      ['/discussions', { title: 'Voir https://spam.example', body: 'Rien' }, /spam\.example/],
      ['/salons/cafe/messages', { body: LINK, clientId: 'a' }, /ailleurs\.example/],
    ] as const
    for (const [path, json, words] of posts) {
      const newcomer = await aNewcomer()
      const sent = await newcomer.postJson(path, json)
      expect(sent.status, path).to.equal(202)
      for (const page of ['/discussions', '/salons/cafe', '/'])
        expect((await reader.get(page)).text).not.to.match(words)
      const page = path.replace('/messages', '')
      expect((await newcomer.get(page)).text).to.include('En attente de relecture')
      const accord = `/moderation/relecture/${sent.body.id}/accord`
      expect((await coordinator.postJson(accord)).status).to.equal(200)
      expect((await reader.get(page)).text).to.match(words)
    }
  })

  it('sent twice wait once, and without JavaScript lead back to the discussion', async () => {
    const newcomer = await aNewcomer()
    const sent = await newcomer.post(`${url}/reponses`, { body: LINK, clientId: 'un' })
    await newcomer.post(`${url}/reponses`, { body: LINK, clientId: 'un' })
    expect(sent.status).to.equal(303)
    expect(sent.location).to.include(`${url}?page=`)
    expect(await Submission.countDocuments({ author: newcomer.member.id })).to.equal(1)
    expect((await newcomer.get(String(sent.location))).text).to.include('coordination le relira')
  })

  it('do not slip in by a later edit', async () => {
    const newcomer = await aNewcomer()
    const other = await aNewcomer()
    const reply = await newcomer.postJson(`${url}/reponses`, { body: 'Bonjour' })
    const edited = await newcomer.postJson(`${reply.body.url}/modifier`, { body: LINK })
    expect(edited.status).to.equal(422)
    const said = await newcomer.postJson('/salons/cafe/messages', { body: 'Salut' })
    expect((await newcomer.postJson(`${said.body.url}/modifier`, { body: LINK })).status).to.equal(
      422,
    )
    const opened = await other.postJson('/discussions', { title: 'Titre', body: 'Texte' })
    const titled = { title: 'https://spam.example', body: 'Texte' }
    expect((await other.postJson(`${opened.body.url}/modifier`, titled)).status).to.equal(422)
  })

  it('wait in a new animateur’s sheet, which they cannot publish themselves', async () => {
    const newcomer = await aNewcomer('animateur')
    const sheet = await newcomer.postJson('/ressources', {
      kind: 'guide',
      title: 'Guide',
      body: LINK,
    })
    expect(sheet.body.state).to.equal('review')
    const { url: place, id } = sheet.body
    expect((await newcomer.postJson(`${place}/publication`)).status).to.equal(403)
    expect((await aVisitor(hub).get(place)).status).to.equal(404)
    expect((await coordinator.get('/moderation/relecture')).text).to.include(place)
    expect((await coordinator.postJson(`/moderation/relecture/${id}/accord`)).status).to.equal(200)
    expect((await aVisitor(hub).get(place)).status).to.equal(200)
    const refusable = await newcomer.postJson('/ressources', {
      ...{ kind: 'guide', title: 'Autre guide', body: LINK },
    })
    const refusal = `/moderation/relecture/${refusable.body.id}/refus`
    expect((await coordinator.postJson(refusal, { reason: 'wrong' })).status).to.equal(200)
    expect((await newcomer.getJson(refusable.body.url)).body.state).to.equal('hidden')
  })

  it('are theirs to post after three contributions, or a week after the coordination’s yes', async () => {
    const newcomer = await aNewcomer()
    for (const body of ['Un', 'Deux', 'Trois']) await newcomer.postJson(`${url}/reponses`, { body })
    expect((await newcomer.postJson(`${url}/reponses`, { body: LINK })).status).to.equal(201)
    const quiet = await aMember('volunteer', { approvedAt: new Date() })
    expect(await isNew(quiet.id, Date.now() + 6 * DAY_MS)).to.equal(true)
    expect(await isNew(quiet.id, Date.now() + 8 * DAY_MS)).to.equal(false)
    const byThemselves = await aMember('volunteer', { approvedAt: undefined })
    expect(await isNew(byThemselves.id, Date.now() + 800 * DAY_MS)).to.equal(true)
  })

  it('are looked at by coordinators alone', async () => {
    const newcomer = await aNewcomer()
    const { id } = (await newcomer.postJson(`${url}/reponses`, { body: LINK })).body
    for (const agent of [newcomer, reader, aVisitor(hub)])
      for (const act of ['accord', 'refus'])
        expect((await agent.postJson(`/moderation/relecture/${id}/${act}`)).status).to.equal(404)
  })
})
