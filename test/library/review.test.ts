import { expect } from 'chai'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { restoreResource, saveResource } from '../../server/library/actions.ts'
import { resourceForm } from '../../server/library/forms.ts'
import { Conflict } from '../../server/platform/errors.ts'
import { failureOf } from '../platform/files/support/samples.ts'
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

  it('publishes what was read, not what was changed since', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const animateur = await signedInAs(hub, 'animateur')
    const { body } = await volunteer.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const { updatedAt } = (await animateur.getJson(body.url)).body
    const changed = await volunteer.postJson(`${body.url}/modifier`, { summary: 'Publicité' })
    const late = await animateur.postJson(`${body.url}/publication`, { updatedAt })
    expect(late.status).to.equal(409)
    expect((await aVisitor(hub).getJson(body.url)).status).to.equal(404)
    expect((await animateur.get(body.url)).text).to.include(`value="${changed.body.updatedAt}"`)
    expect(
      (await animateur.postJson(`${body.url}/publication`, { updatedAt: { $ne: 1 } })).status,
    ).to.equal(422)
    const again = { updatedAt: changed.body.updatedAt }
    expect((await animateur.postJson(`${body.url}/publication`, again)).status).to.equal(200)
  })

  it('lets nothing escape review when it is changed and given back at once', async () => {
    const volunteer = await signedInAs(hub, 'volunteer')
    const { body } = await volunteer.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const writer = { id: String(volunteer.member._id), role: 'volunteer' as const }
    const become = (states: object) => Resource.updateOne({ _id: body.id }, { $set: states })
    await become({ state: 'archived', stateBefore: 'published' })
    const read = (await Resource.findById(body.id).lean()) as ResourceRecord
    const input = resourceForm.parse({ ...read, summary: 'Publicité', change: '' })
    await saveResource(writer, read, input)
    expect(await failureOf(restoreResource(read))).to.be.instanceOf(Conflict)
    await become({ state: 'published' })
    const late = saveResource(writer, { ...read, version: 2 }, input)
    expect(await failureOf(late)).to.be.instanceOf(Conflict)
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
