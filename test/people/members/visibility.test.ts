import { expect } from 'chai'
import { Group } from '../../../models/group.ts'
import { Reply } from '../../../models/reply.ts'
import { Space } from '../../../models/space.ts'
import { aDay } from '../../support/gatherings.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'

type Signed = Awaited<ReturnType<typeof signedInAs>>
const PATH = '/compte/visibilite'

describe('what a member shows', function () {
  this.timeout(30_000)
  const hub = useHub()
  let other: Signed

  before(async () => {
    other = await signedInAs(hub, 'volunteer')
  })

  const aPerson = async () => {
    const epn = { name: 'EPN', slug: `epn-${Date.now()}-${Math.random()}`, kind: 'epn' } as const
    const space = await Space.create({ ...epn, commune: 'Carhaix', sortKey: 'c' })
    const about = { bio: 'Je répare.', skills: ['soudure'], space: space._id }
    return signedInAs(hub, 'admin', about)
  }
  const show = async (person: Signed, shown: object, phone = '02 98 00 00 00') => {
    const { status, text } = await person.postJson(PATH, { phone, shown })
    expect(status, text).to.equal(200)
  }
  const pageOf = (person: Signed) => `/membres/${person.member.slug}`

  it('is their page without contact, for members only, until they say otherwise', async () => {
    const person = await aPerson()
    await show(person, {})
    const { body, text } = await other.getJson(pageOf(person))
    expect(body).to.deep.include({ bio: 'Je répare.', skills: ['soudure'] })
    expect(body.space.commune).to.equal('Carhaix')
    expect(text).not.to.include(person.member.email).and.not.include('02 98')
    expect(body.figures).to.equal(undefined)
    for (const path of [pageOf(person), '/membres/personne-du-tout']) {
      expect((await aVisitor(hub).getJson(path)).status).to.equal(404)
      expect((await aVisitor(hub).get(path)).status).to.equal(404)
    }
  })

  it('is chosen field by field, for each circle', async () => {
    const person = await aPerson()
    const shown = {
      email: 'network',
      phone: 'public',
      skills: 'public',
      space: 'nobody',
      bio: 'nobody',
    }
    await show(person, shown)
    const network = (await other.getJson(pageOf(person))).body
    expect(network).to.deep.include({ email: person.member.email, phone: '02 98 00 00 00' })
    expect(network).to.deep.include({ space: null, bio: '', skills: ['soudure'] })
    const visitor = await aVisitor(hub).getJson(pageOf(person))
    expect(visitor.status).to.equal(200)
    expect(visitor.body).to.deep.include({ phone: '02 98 00 00 00', skills: ['soudure'], bio: '' })
    expect(visitor.text).not.to.include(person.member.email).and.not.include('Carhaix')
    expect(visitor.body.joinedAt).to.equal(undefined)
    const page = await aVisitor(hub).get(pageOf(person))
    expect(page.text).to.include('tel:02 98 00 00 00').and.not.include('/signalement')
    const list = await other.getJson('/membres')
    const row = list.body.items.find(({ slug }: { slug: string }) => slug === person.member.slug)
    expect(row.space).to.equal(null)
    const thread = await person.postJson('/discussions', { title: 'D’où ?', body: 'Bonjour' })
    expect((await other.get(thread.body.url)).text).not.to.include('Carhaix')
  })

  it('counts of what each reader may see', async () => {
    const person = await aPerson()
    await show(person, { figures: 'public' })
    const guide = { kind: 'guide', title: 'Public', audience: 'public' }
    await person.postJson('/ressources', guide)
    await person.postJson('/ressources', { ...guide, title: 'Réseau', audience: 'network' })
    await person.postJson('/rencontres', aDay({ title: 'Atelier', kind: 'workshop' }))
    const { body: thread } = await other.postJson('/discussions', { title: 'Alors', body: 'Oui ?' })
    await person.postJson(`${thread.url}/reponses`, { body: 'Oui.' })
    const figuresFor = async (agent: { getJson: Signed['getJson'] }) =>
      (await agent.getJson(pageOf(person))).body.figures
    expect(await figuresFor(other)).to.deep.equal({
      resources: 2,
      runs: 0,
      replies: 1,
      workshops: 1,
    })
    expect((await figuresFor(aVisitor(hub))).resources).to.equal(1)
  })

  it('is nothing for everybody when what is public is empty', async () => {
    const person = await aPerson()
    await show(person, { phone: 'public' }, '')
    expect((await aVisitor(hub).getJson(pageOf(person))).status).to.equal(404)
  })

  it('counts nothing of what a private group says, but for those who are in it', async () => {
    const person = await aPerson()
    await show(person, { figures: 'public' })
    const [friend, group] = [await signedInAs(hub), await aGroup(person, 'private')]
    await Group.updateOne({ slug: group.slug }, { $addToSet: { members: friend.member._id } })
    const { body: apart } = await friend.postJson('/discussions', {
      ...{ title: 'À part', body: 'Entre nous ?', audience: group.audience },
    })
    await person.postJson(`${apart.url}/reponses`, { body: 'Entre nous.' })
    const { body: open } = await friend.postJson('/discussions', { title: 'Ici', body: 'Oui ?' })
    const { body: hidden } = await person.postJson(`${open.url}/reponses`, { body: 'Oui.' })
    const repliesFor = async (agent: { getJson: Signed['getJson'] }) =>
      (await agent.getJson(pageOf(person))).body.figures.replies
    expect(await repliesFor(friend)).to.equal(2)
    expect(await repliesFor(other)).to.equal(1)
    expect(await repliesFor(aVisitor(hub))).to.equal(1)
    await Reply.updateOne({ _id: hidden.id }, { $set: { hiddenAt: new Date() } })
    expect(await repliesFor(aVisitor(hub))).to.equal(0)
  })

  it('is theirs to choose, among what there is', async () => {
    const person = await aPerson()
    const wrong = { phone: 'appelez-moi', shown: { email: 'tous' } }
    const { body } = await person.postJson(PATH, wrong)
    expect(body.errors).to.have.keys('phone', 'shown.email')
    expect(
      (await person.postJson(PATH, { shown: { $ne: 1 }, phone: { $gt: '' } })).status,
    ).to.equal(422)
    const form = { phone: '+33 2 98 00 00 00', 'shown[phone]': 'network', 'shown[email]': 'nobody' }
    expect((await person.post(PATH, form)).status).to.equal(303)
    expect((await person.getJson(PATH)).body).to.deep.include({ phone: '+33 2 98 00 00 00' })
    expect((await other.getJson(pageOf(person))).body.phone).to.equal('+33 2 98 00 00 00')
    expect((await aVisitor(hub).getJson(PATH)).status).to.equal(401)
    expect((await aVisitor(hub).postJson(PATH, {})).status).to.equal(401)
  })
})
