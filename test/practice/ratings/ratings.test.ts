import { expect } from 'chai'
import { Rating } from '../../../models/rating.ts'
import { Resource } from '../../../models/resource.ts'
import { forgetAll } from '../../../server/platform/memory.ts'
import { aResource, aTitle } from '../../library/support/resources.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aVisitor, signedInAs } from '../../support/people.ts'

describe('Ratings with words', () => {
  const hub = useHub()

  it('show an average from three on, with how many they are', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const visitor = aVisitor(hub)
    for (const [n, value] of [5, 4, 5].entries()) {
      const agent = await signedInAs(hub, n ? 'animateur' : 'volunteer')
      const body = 'La **fiche-mémo** sert encore.'
      const given = await agent.post(`/ressources/${slug}/avis`, { value: String(value), body })
      expect([given.status, given.location]).to.deep.equal([303, `/ressources/${slug}/avis`])
      const { rating } = (await visitor.getJson(`/ressources/${slug}`)).body
      expect(rating).to.deep.equal(n < 2 ? null : { count: 3, average: 4.7 })
    }
    const page = await visitor.get(`/ressources/${slug}`)
    expect(page.text).to.contain('4,7 sur 5 (3 avis)').and.not.to.contain('fiche-mémo')
    expect((await visitor.getJson(`/ressources/${slug}/avis`)).status).to.equal(401)
    const reader = await signedInAs(hub)
    const list = await reader.get(`/ressources/${slug}/avis`)
    expect(list.text).to.contain('<strong>fiche-mémo</strong>').and.to.contain('À faire partout')
  })

  it('are one a member, which they change and take back', async () => {
    const agent = await signedInAs(hub)
    const { _id, slug } = await aResource({ title: aTitle() })
    const path = `/ressources/${slug}/avis`
    const both = await Promise.all([2, 2].map(value => agent.postJson(path, { value })))
    expect(both.map(({ status }) => status)).to.deep.equal([201, 201])
    const { body } = await agent.postJson(path, { value: 4, body: 'Mieux que je croyais.' })
    expect((await agent.getJson(body.url)).body).to.deep.include({ value: 4 })
    expect((await agent.get(path)).text).to.contain('Mieux que je croyais.')
    expect((await Resource.findById(_id).lean())?.tally).to.deep.include({ ratings: 1, stars: 4 })
    expect((await agent.postJson(`${path}/suppression`)).status).to.equal(204)
    expect((await agent.postJson(`${path}/suppression`)).status).to.equal(404)
    expect((await agent.getJson(path)).body.total).to.equal(0)
  })

  it('are not of one’s own, nor of what one may not see, nor out of five', async () => {
    const [author, outsider] = [await signedInAs(hub), await signedInAs(hub)]
    const own = await aResource({ title: aTitle() }, author.member)
    expect((await author.postJson(`/ressources/${own.slug}/avis`, { value: 5 })).status).to.equal(
      403,
    )
    const { audience } = await aGroup(author, 'private')
    forgetAll()
    const inside = await aResource({ title: aTitle(), audience }, author.member)
    const hidden = `/ressources/${inside.slug}/avis`
    expect((await outsider.postJson(hidden, { value: 5 })).status).to.equal(404)
    expect((await outsider.getJson(hidden)).status).to.equal(404)
    for (const value of [0, 6, 'beaucoup', ''])
      expect((await outsider.postJson(`/ressources/${own.slug}/avis`, { value })).status).to.equal(
        422,
      )
    expect(
      (await outsider.post(`/ressources/${own.slug}/avis`, { body: 'Gardé' })).text,
    ).to.contain('Gardé')
    expect(await Rating.countDocuments({ member: outsider.member._id })).to.equal(0)
  })

  it('lose their words, and not their value, when the moderation hides them', async () => {
    const [agent, author] = [await signedInAs(hub), await signedInAs(hub)]
    const coordinator = await signedInAs(hub, 'coordinator')
    const { _id, slug } = await aResource({ title: aTitle() }, author.member)
    const rude = { value: 1, body: 'Parole blessante' }
    const { body } = await agent.postJson(`/ressources/${slug}/avis`, rude)
    const why = { reason: 'unsuitable', word: 'Merci de regarder.' }
    expect((await agent.postJson(`${body.url}/signalement`, why)).status).to.equal(403)
    expect((await author.postJson(`${body.url}/signalement`, why)).status).to.equal(201)
    const { items } = (await coordinator.getJson('/moderation')).body
    const subject = items.find((one: { kind: string }) => one.kind === 'rating')
    expect((await coordinator.postJson(`${subject.url}/masquage`, why)).status).to.equal(200)
    const list = await author.get(`/ressources/${slug}/avis`)
    expect(list.text).not.to.contain('Parole blessante')
    await agent.postJson(`/ressources/${slug}/avis`, { ...rude, body: 'Parole blessante encore' })
    expect((await author.get(`/ressources/${slug}/avis`)).text).not.to.contain('Parole blessante')
    expect((await Resource.findById(_id).lean())?.tally?.ratings).to.equal(1)
  })
})
