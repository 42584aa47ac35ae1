import { expect } from 'chai'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aResource, aTitle, SHEET } from './support/resources.ts'

describe('Versions of a resource', () => {
  const hub = useHub()

  it('keep each former state, listed and readable', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { ...SHEET, title: aTitle('Un') })
    await agent.postJson(`${body.url}/modifier`, { summary: 'Deuxième', change: 'Plus court' })
    await agent.postJson(`${body.url}/modifier`, { summary: 'Troisième', steps: [] })
    const list = await agent.getJson(`${body.url}/versions`)
    expect(list.body.items.map((one: { version: number }) => one.version)).to.deep.equal([3, 2, 1])
    expect(list.body.items[1]).to.deep.include({ change: 'Plus court' })
    const first = await agent.getJson(`${body.url}/versions/1`)
    expect(first.body).to.deep.include({ version: 1, summary: SHEET.summary, title: body.title })
    expect(first.body.steps).to.have.length(2)
    expect((await agent.get(`${body.url}/versions/2`)).text).to.contain('Deuxième')
    expect((await agent.get(`${body.url}/versions`)).status).to.equal(200)
    expect((await agent.get(`${body.url}/versions/9`)).status).to.equal(404)
    expect((await agent.get(`${body.url}/versions/x`)).status).to.equal(404)
  })

  it('do not show the public what was reserved to the network', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', {
      ...{ kind: 'guide', title: aTitle(), body: 'Le code de la porte', audience: 'network' },
    })
    await agent.postJson(`${body.url}/modifier`, { body: 'Rien de secret', audience: 'public' })
    const visitor = aVisitor(hub)
    expect((await visitor.getJson(body.url)).status).to.equal(200)
    expect((await visitor.getJson(`${body.url}/versions`)).body.total).to.equal(1)
    expect((await visitor.get(`${body.url}/versions/1`)).status).to.equal(404)
    expect((await agent.get(`${body.url}/versions/1`)).text).to.contain('Le code de la porte')
  })

  it('refuse a save that began before somebody else saved, and keep what was typed', async () => {
    const author = await signedInAs(hub)
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await author.postJson('/ressources', { kind: 'sheet', title: aTitle() })
    const page = await author.get(`${body.url}/modifier`)
    expect(page.text).to.contain('name="version" value="1"')
    await coordinator.postJson(`${body.url}/modifier`, { summary: 'La sienne', version: 1 })
    const form = { kind: 'sheet', title: body.title, summary: 'La mienne', version: '1' }
    const late = await author.post(`${body.url}/modifier`, form)
    expect(late.status).to.equal(409)
    expect(late.text).to.contain('La mienne').and.to.contain('name="version" value="2"')
    const json = await author.postJson(`${body.url}/modifier`, { ...form, version: 1 })
    expect(json.status).to.equal(409)
    expect((await author.getJson(body.url)).body.summary).to.equal('La sienne')
    const again = await author.post(`${body.url}/modifier`, { ...form, version: '2' })
    expect(again.status).to.equal(303)
    expect((await author.getJson(body.url)).body.summary).to.equal('La mienne')
  })

  it('let only one of two writers at the same moment win', async () => {
    const resource = await aResource({ title: aTitle() })
    const coordinator = await signedInAs(hub, 'coordinator')
    const replies = await Promise.all(
      ['Un', 'Deux', 'Trois'].map(summary =>
        coordinator.postJson(`/ressources/${resource.slug}/modifier`, { summary, version: 1 }),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409])
  })
})
