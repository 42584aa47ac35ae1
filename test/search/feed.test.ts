import { expect } from 'chai'
import { Message } from '../../models/message.ts'
import { Reply } from '../../models/reply.ts'
import { Resource } from '../../models/resource.ts'
import { Thread } from '../../models/thread.ts'
import { presentViewer } from '../../server/people/members/presenter.ts'
import { search } from '../../server/search/service.ts'
import { aResource } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { aMember, signedInAs } from '../support/people.ts'
import { foundBy } from '../support/searches.ts'
import { aReply, aThread } from '../support/threads.ts'

describe('the index beside the store', () => {
  const hub = useHub()
  const titles = async (q: string, viewer?: Parameters<typeof foundBy>[0]) =>
    (await foundBy(viewer, q)).map(({ title }) => title)

  it('knows at once what is written, renamed, hidden, moved and removed', async () => {
    const { _id } = await aResource({ title: 'Le hérisson' })
    expect(await titles('hérisson')).to.deep.equal(['Le hérisson'])
    await Resource.updateOne({ _id }, { $set: { title: 'Le renard' } })
    expect(await titles('hérisson')).to.deep.equal([])
    expect(await titles('renard')).to.deep.equal(['Le renard'])
    for (const change of [{ state: 'hidden' }, { state: 'published', audience: 'network' }]) {
      await Resource.updateOne({ _id }, { $set: change })
      expect(await titles('renard'), JSON.stringify(change)).to.deep.equal([])
    }
    await Resource.updateOne({ _id }, { $set: { audience: 'public' } })
    expect(await titles('renard')).to.have.length(1)
    await Resource.deleteOne({ _id })
    expect(await titles('renard')).to.deep.equal([])
  })

  it('holds no word of what is hidden, not even for those who ask it without the store', async () => {
    const { _id } = await aResource({ title: 'La belette' })
    await Resource.updateOne({ _id }, { $set: { state: 'hidden' } })
    const { keys } = await search({ q: 'belette', filter: { state: 'published' }, limit: 5 })
    expect(keys).to.deep.equal([])
  })

  it('hears of writes that name no record', async () => {
    const author = await aMember('animateur')
    const viewer = presentViewer(author.toObject())
    const thread = await aThread(author, { title: 'Un terrier', body: 'Creusons.' })
    await aReply(thread, author, 'La taupe aussi')
    expect(await titles('taupe', viewer)).to.deep.equal(['Un terrier'])
    await Reply.deleteMany({ thread: thread._id })
    expect(await titles('taupe', viewer)).to.deep.equal([])
    await Thread.updateMany({ author: author._id }, { $set: { title: 'Une tanière' } })
    expect(await titles('tanière', viewer)).to.deep.equal(['Une tanière'])
  })

  it('loses the replies of a discussion that the moderation takes away, and finds them again', async () => {
    const author = await aMember('animateur')
    const viewer = presentViewer(author.toObject())
    const thread = await aThread(author, { title: 'Au bois', body: 'Bonjour.' })
    await aReply(thread, author, 'Un blaireau passe')
    await Thread.updateOne({ _id: thread._id }, { $set: { away: 'hidden' } })
    expect(await titles('blaireau', viewer)).to.deep.equal([])
    await Thread.updateOne({ _id: thread._id }, { $unset: { away: 1 } })
    expect(await titles('blaireau', viewer)).to.deep.equal(['Au bois'])
  })

  it('forgets a message that is taken back, and all of them with their room', async () => {
    const agent = await signedInAs(hub, 'admin')
    const viewer = presentViewer(agent.member.toObject())
    const { body: room } = await agent.postJson('/administration/salons', { title: 'Prairie' })
    const post = (body: string) => agent.postJson(`/salons/${room.slug}/messages`, { body })
    const { body: message } = await post('Une sauterelle')
    await post('Une coccinelle')
    expect(await titles('sauterelle', viewer)).to.deep.equal(['Prairie'])
    await Message.updateOne({ _id: message.id }, { $set: { body: '', removedAt: new Date() } })
    expect(await titles('sauterelle', viewer)).to.deep.equal([])
    expect(await titles('coccinelle', viewer)).to.deep.equal(['Prairie'])
    expect(await titles('coccinelle')).to.deep.equal([])
    await agent.post(`/administration/salons/${room.slug}/fermeture`)
    expect(await titles('coccinelle', viewer)).to.deep.equal([])
  })
})
