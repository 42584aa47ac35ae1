import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aTitle } from './support/resources.ts'

describe('Review and archive', () => {
  const hub = useHub()
  const listed = (body: { items: { slug: string }[] }) => body.items.map(({ slug }) => slug)

  it('keeps what a volunteer writes between them and those who review, until it is published', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const { body } = await volunteer.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    expect(body.state).to.equal('review')
    const reader = await signedInAs(hub, 'volunteer')
    for (const other of [reader, aVisitor(hub)]) {
      expect((await other.getJson(body.url)).status).to.equal(404)
      expect(listed((await other.getJson('/ressources')).body)).to.not.include(body.slug)
      expect(listed((await other.getJson('/ressources?etat=relecture')).body)).to.deep.equal([])
      expect((await other.postJson(`${body.url}/publication`)).status).to.equal(404)
    }
    expect((await volunteer.postJson(`${body.url}/publication`)).status).to.equal(403)
    const animateur = await signedInAs(hub, 'animateur')
    expect((await animateur.get('/ressources')).text).to.contain('1 à relire')
    expect(listed((await animateur.getJson('/ressources?etat=relecture')).body)).to.include(
      body.slug,
    )
    const published = await animateur.postJson(`${body.url}/publication`)
    expect(published.body.state).to.equal('published')
    expect((await aVisitor(hub).getJson(body.url)).status).to.equal(200)
    expect((await animateur.postJson(`${body.url}/publication`)).status).to.equal(403)
  })

  it('reviews again what a volunteer changes once it is published', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const animateur = await signedInAs(hub, 'animateur')
    const { body } = await volunteer.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    await animateur.postJson(`${body.url}/publication`)
    const changed = await volunteer.postJson(`${body.url}/modifier`, { summary: 'Publicité' })
    expect(changed.body.state).to.equal('review')
    expect((await aVisitor(hub).getJson(body.url)).status).to.equal(404)
    await volunteer.postJson(`${body.url}/archive`)
    const restored = await volunteer.postJson(`${body.url}/archive/annuler`)
    expect(restored.body.state).to.equal('review')
  })

  it('reviews what a volunteer changes in an archive, once it is back', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const animateur = await signedInAs(hub, 'animateur')
    const { body } = await volunteer.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    await animateur.postJson(`${body.url}/publication`)
    await volunteer.postJson(`${body.url}/archive`)
    await volunteer.postJson(`${body.url}/modifier`, { summary: 'Publicité' })
    const restored = await volunteer.postJson(`${body.url}/archive/annuler`)
    expect(restored.body.state).to.equal('review')
  })

  it('takes an archive out of lists and sight, and gives it back', async () => {
    const author = await signedInAs(hub, 'animateur')
    const { body } = await author.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    expect((await author.postJson(`${body.url}/archive`)).body.state).to.equal('archived')
    const other = await signedInAs(hub, 'animateur')
    for (const reader of [other, aVisitor(hub)]) {
      expect((await reader.getJson(body.url)).status).to.equal(404)
      expect(listed((await reader.getJson('/ressources')).body)).to.not.include(body.slug)
    }
    expect((await author.get(body.url)).text).to.contain('archive/annuler')
    expect(listed((await author.getJson('/ressources?etat=archives')).body)).to.include(body.slug)
    const back = await author.post(`${body.url}/archive/annuler`)
    expect(back.location).to.equal(body.url)
    expect((await aVisitor(hub).getJson(body.url)).body.state).to.equal('published')
  })
})
