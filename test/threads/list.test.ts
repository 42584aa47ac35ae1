import { expect } from 'chai'
import { Thread } from '../../models/thread.ts'
import { presentViewer } from '../../server/people/members/presenter.ts'
import type { Viewer } from '../../server/platform/who/viewer.ts'
import { openThread, postReply } from '../../server/threads/actions.ts'
import { unreadThreadCount, unreadThreads } from '../../server/threads/queries.ts'
import { useHub } from '../support/hub.ts'
import { aMember, signedInAs } from '../support/people.ts'
import { foundBy } from '../support/searches.ts'
import { aCategory, aReply, aThread, replies } from '../support/threads.ts'

describe('the list of discussions', () => {
  const hub = useHub()
  let agent: Awaited<ReturnType<typeof signedInAs>>
  let other: Awaited<ReturnType<typeof aMember>>
  let viewer: Viewer

  before(async () => {
    agent = await signedInAs(hub)
    other = await aMember()
    viewer = presentViewer(agent.member)
  })

  beforeEach(async () => {
    await Thread.deleteMany({})
  })

  const titles = async (path: string) => {
    const { body } = await agent.getJson(path)
    return body.items.map((thread: { title: string }) => thread.title)
  }

  it('puts the most recent activity first', async () => {
    const first = await aThread(other, { title: 'Ancienne' })
    await aThread(other, { title: 'Récente' })
    expect(await titles('/discussions')).to.deep.equal(['Récente', 'Ancienne'])
    await aReply(first, other)
    expect(await titles('/discussions')).to.deep.equal(['Ancienne', 'Récente'])
  })

  it('marks what is unread, with how much is new, until it is read', async () => {
    const thread = await aThread(other, { title: 'À lire' })
    const url = `/discussions/${thread._id}`
    expect((await agent.get('/discussions')).text).to.include('<li class="new">')
    expect(await titles('/discussions?filtre=non-lues')).to.deep.equal(['À lire'])
    await agent.get(url)
    expect((await agent.get('/discussions')).text).to.not.include('<li class="new">')
    expect(await titles('/discussions?filtre=non-lues')).to.deep.equal([])
    await replies(thread, other, 2)
    expect((await agent.get('/discussions')).text).to.include('2 nouvelles')
    expect(await unreadThreadCount(viewer)).to.equal(1)
    expect((await unreadThreads(viewer, 5)).map(({ fresh }) => fresh)).to.deep.equal([2])
    expect((await agent.get(url)).text).to.include('id="nouvelles"')
    expect((await agent.get(url)).text).to.not.include('id="nouvelles"')
    expect(await unreadThreadCount(viewer)).to.equal(0)
  })

  it('counts as read what one wrote oneself', async () => {
    const thread = await aThread(agent.member)
    expect(await unreadThreadCount(viewer)).to.equal(0)
    await aReply(thread, other)
    await aReply(thread, agent.member)
    expect(await unreadThreadCount(viewer)).to.equal(0)
  })

  it('hears from an open page how far it was read, never further than there is', async () => {
    const thread = await aThread(other)
    const url = `/discussions/${thread._id}`
    await agent.get(url)
    await aReply(thread, other)
    expect(await unreadThreadCount(viewer)).to.equal(1)
    expect((await agent.postJson(`${url}/lecture`, { number: 900 })).status).to.equal(204)
    expect(await unreadThreadCount(viewer)).to.equal(0)
    await aReply(thread, other)
    expect(await unreadThreadCount(viewer)).to.equal(1)
    const operator = { number: { $gt: 0 } }
    expect((await agent.postJson(`${url}/lecture`, operator)).status).to.equal(422)
  })

  it('does not call news what is more than a month old', async () => {
    const createdAt = new Date(Date.now() - 40 * 24 * 3600 * 1000)
    const input = { title: 'Vieille', body: 'Texte', category: undefined, clientId: undefined }
    await openThread(other, input, { createdAt })
    expect(await unreadThreadCount(viewer)).to.equal(0)
    expect(await titles('/discussions')).to.deep.equal(['Vieille'])
  })

  it('keeps the dates of what comes from elsewhere, even the same words twice', async () => {
    const at = (minutes: number) => ({ createdAt: new Date(Date.UTC(2026, 0, 5, 9, minutes)) })
    const input = { title: 'Reprise', body: 'Texte', category: undefined, clientId: undefined }
    const thread = await openThread(other, input, at(0))
    for (const minute of [1, 2])
      await postReply(thread, other, { body: 'Merci', clientId: undefined }, at(minute))
    const { body } = await agent.getJson(`/discussions/${thread._id}`)
    expect(body.createdAt).to.equal('2026-01-05T09:00:00.000Z')
    expect(body).to.include({ replyCount: 2, lastActivityAt: '2026-01-05T09:02:00.000Z' })
  })

  it('shows mine, those without a reply, and one category', async () => {
    const shelf = await aCategory({ slug: 'entraide', order: 500 })
    await aThread(agent.member, { title: 'Ouverte par moi' })
    const theirs = await aThread(other, { title: 'Où je réponds' })
    await aThread(other, { title: 'Sans moi' })
    await aReply(theirs, agent.member)
    expect(await titles('/discussions?filtre=miennes')).to.have.members([
      'Ouverte par moi',
      'Où je réponds',
    ])
    expect(await titles('/discussions?filtre=sans-reponse')).to.have.members([
      'Ouverte par moi',
      'Sans moi',
    ])
    expect(await titles('/discussions?categorie=entraide')).to.have.length(3)
    await aCategory({ slug: 'vide', order: 501 })
    expect(await titles(`/discussions?categorie=vide`)).to.deep.equal([])
    expect(
      (await agent.get(`/discussions?categorie=${shelf.slug}&filtre=miennes`)).status,
    ).to.equal(200)
    expect((await agent.getJson('/discussions?categorie=nulle-part')).status).to.equal(404)
  })

  it('goes by pages of fifteen', async () => {
    for (let n = 0; n < 16; n++) await aThread(other)
    const { body } = await agent.getJson('/discussions')
    expect(body.items).to.have.length(15)
    expect(body).to.include({ total: 16, next: '/discussions?page=2' })
    expect(await titles('/discussions?page=2')).to.have.length(1)
    expect(await titles('/discussions?filtre=non-lues&page=2')).to.have.length(1)
  })

  it('is empty and says what will be there', async () => {
    expect((await agent.get('/discussions')).text).to.include('class="empty"')
  })

  it('finds words of titles, first messages and replies, for members only', async () => {
    const thread = await aThread(other, {
      title: 'Imprimante capricieuse',
      body: 'Bourrage papier',
    })
    await aReply(thread, other, 'Nettoyer le rouleau')
    const find = async (words: string) => (await foundBy(viewer, words)).map(({ title }) => title)
    for (const words of ['imprim', 'BOURRAGE papier', 'rouleau'])
      expect(await find(words)).to.deep.equal([thread.title])
    expect(await find('tondeuse')).to.deep.equal([])
    expect(await find('.*')).to.deep.equal([])
    expect(await foundBy(undefined, 'imprimante')).to.deep.equal([])
    expect(await unreadThreads(undefined, 5)).to.deep.equal([])
  })
})
