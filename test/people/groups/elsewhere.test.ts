import { expect } from 'chai'
import { Member } from '../../../models/member.ts'
import { viewerById } from '../../../server/people/auth/passport.ts'
import { newsFor } from '../../../server/people/welcome/news.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { signedInAs } from '../../support/people.ts'

type Person = Awaited<ReturnType<typeof signedInAs>>

describe('what is written for a group, away from its pages', () => {
  const hub = useHub()
  let keeper: Person
  let member: Person
  let group: Awaited<ReturnType<typeof aGroup>>

  beforeEach(async () => {
    keeper = await signedInAs(hub, 'animateur')
    member = await signedInAs(hub, 'volunteer')
    group = await aGroup(keeper, 'private', [member.member])
  })

  it('is news to its members alone, and to those who left no more', async () => {
    const outsider = await signedInAs(hub, 'animateur')
    const fields = { title: 'Entre nous', body: 'Un mot.', audience: group.audience }
    const { body: thread } = await keeper.postJson('/discussions', fields)
    expect(await newsOf(outsider)).to.deep.equal([])
    expect(await newsOf(member)).to.deep.equal(['Entre nous'])

    await member.postJson(`${thread.url}/reponses`, { body: 'Oui.' })
    await keeper.postJson(`${thread.url}/reponses`, { body: 'Merci.' })
    expect(await newsOf(member)).to.deep.equal(['Entre nous', 'Entre nous'])
    expect((await member.postJson(`${group.url}/sortie`)).status).to.be.below(300)
    expect(await newsOf(member)).to.deep.equal([])
  })

  it('is no room that an administrator finds, changes or closes', async () => {
    const admin = await signedInAs(hub, 'admin')
    const { body: room } = await keeper.postJson(`${group.url}/salons`, {
      title: 'Cuisine interne',
    })
    await member.postJson(`${room.url}/messages`, { body: 'Un secret de cuisine' })
    const list = await admin.getJson('/administration/salons')
    expect(list.text).to.not.match(/Cuisine interne|secret/)
    const address = `/administration/salons/${room.slug}`
    expect((await admin.getJson(`${address}/modifier`)).status).to.equal(404)
    for (const act of ['modifier', 'fermeture', 'reouverture'])
      expect((await admin.postJson(`${address}/${act}`, { title: 'À moi' })).status, act).to.equal(
        404,
      )
  })
})

/** The discussions that a mail would tell them of. */
async function newsOf({ member: { _id } }: Person) {
  const [viewer, reader] = [await viewerById(String(_id)), await Member.findById(_id).lean()]
  if (!viewer || !reader) throw new Error('nobody')
  const until = new Date(Date.now() + 1000)
  const news = await newsFor(viewer, reader, { since: new Date(0), until })
  const [threads = [], replies = []] = ['threads', 'replies'].map(
    part => news.find(({ name }) => name === part)?.items,
  )
  return [...threads, ...replies].map(({ title }) => title)
}
