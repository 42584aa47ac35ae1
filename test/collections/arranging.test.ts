import { expect } from 'chai'
import { Resource } from '../../models/resource.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'

type Item = { slug: string; note: string }

describe('Putting a collection in order', () => {
  const hub = useHub()
  let author: Awaited<ReturnType<typeof signedInAs>>
  let slugs: string[]
  let url: string

  beforeEach(async () => {
    author = await signedInAs(hub)
    slugs = []
    for (let n = 0; n < 4; n++) slugs.push((await aResource({ title: aTitle() })).slug)
    const made = await author.postJson('/collections', { title: aTitle(), audience: 'public' })
    url = made.body.url
    for (const resource of slugs)
      await author.postJson(`${url}/ressources`, { resource, note: 'a' })
  })

  const items = async (): Promise<Item[]> => (await author.getJson(url)).body.items
  const order = async () => (await items()).map(({ slug }) => slugs.indexOf(slug))

  it('keeps the order and the words of the rows, without a script', async () => {
    const [a = '', b = '', c = ''] = slugs
    const page = await author.get(`${url}?ranger=1`)
    expect(page.text.match(/name="order"/g)).to.have.length(4)
    const sent = { order: [c, b, a], notes: ['le c', '', 'le a'] }
    const reply = await author.post(`${url}/rangement`, sent)
    expect(reply.location).to.equal(`${url}?ranger=1`)
    expect(await order()).to.deep.equal([2, 1, 0, 3])
    expect((await items()).map(({ note }) => note)).to.deep.equal(['le c', '', 'le a', 'a'])
  })

  it('moves one by one place or takes it out, with what was typed beside', async () => {
    const [a = '', b = '', c = '', d = ''] = slugs
    const rows = { order: slugs, notes: ['1', '2', '3', '4'] }
    await author.post(`${url}/rangement`, { ...rows, move: `${a}:-1` })
    expect(await order()).to.deep.equal([0, 1, 2, 3])
    await author.post(`${url}/rangement`, { ...rows, move: `${b}:1` })
    expect(await order()).to.deep.equal([0, 2, 1, 3])
    await author.post(`${url}/rangement`, { order: [a, c, b, d], remove: c })
    expect(await order()).to.deep.equal([0, 1, 3])
    expect((await items()).map(({ note }) => note)).to.deep.equal(['1', '2', '4'])
  })

  it('leaves what the form does not name where it is, as what its reader may not see', async () => {
    const [a = '', b = '', c = '', d = ''] = slugs
    await Resource.updateOne({ slug: b }, { $set: { state: 'review' } })
    await author.postJson(`${url}/rangement`, { order: [d, 'inconnue', c, a] })
    await Resource.updateOne({ slug: b }, { $set: { state: 'published' } })
    expect(await order()).to.deep.equal([3, 1, 2, 0])
    await author.postJson(`${url}/rangement`, { order: [a, a, c] })
    expect(await order()).to.deep.equal([3, 1, 2, 0])
  })

  it('is not for those who may only read it', async () => {
    const reader = await signedInAs(hub)
    expect((await reader.get(`${url}?ranger=1`)).text).not.to.contain('name="order"')
    const refused = await reader.postJson(`${url}/rangement`, { order: slugs.toReversed() })
    expect(refused.status).to.equal(403)
    const long = await author.postJson(`${url}/rangement`, {
      order: slugs,
      notes: ['x'.repeat(301)],
    })
    expect(long.status).to.equal(422)
    expect(await order()).to.deep.equal([0, 1, 2, 3])
  })
})
