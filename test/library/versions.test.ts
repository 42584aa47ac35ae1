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

  it('say how much each changed, in words', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { kind: 'guide', title: aTitle() })
    await agent.postJson(`${body.url}/modifier`, { body: 'Trois mots nouveaux' })
    const { items } = (await agent.getJson(`${body.url}/versions`)).body
    expect(items[0].changed).to.deep.equal({ added: 3, removed: 0 })
    expect(items[1].changed).to.equal(null)
    expect((await agent.get(`${body.url}/versions`)).text).to.contain('3 mots ajoutés')
  })
})

describe('Comparing two versions', () => {
  const hub = useHub()

  it('tells what changed, as a page and as JSON, whichever is named first', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', { ...SHEET, title: aTitle() })
    const [first] = body.steps
    await agent.postJson(`${body.url}/modifier`, {
      ...{ level: 'advanced', body: body.body.replace('fausse', 'vraie'), change: 'Plus vrai' },
      steps: [
        { ...first, minutes: 25 },
        { title: 'Bilan', minutes: 5 },
      ],
    })
    const address = `${body.url}/versions/1/differences/2`
    const { body: told } = await agent.getJson(address)
    expect(told.from).to.deep.include({ version: 1 })
    expect(told.to).to.deep.include({ version: 2, change: 'Plus vrai' })
    expect(told.facts).to.deep.equal([{ field: 'level', before: 'beginner', after: 'advanced' }])
    const steps = told.steps.map((one: { title: string; status: string }) => [
      one.title,
      one.status,
    ])
    expect(steps).to.deep.equal([
      ['Tour de table', 'changed'],
      ['Le trombone', 'removed'],
      ['Bilan', 'added'],
    ])
    const page = await agent.get(address)
    expect(page.text).to.match(/<del><span class="sr">[^<]+<\/span>fausse/)
    expect(page.text).to.match(/<ins><span class="sr">[^<]+<\/span>vraie/)
    const other = await agent.getJson(`${body.url}/versions/2/differences/1`)
    expect(other.body).to.deep.equal(told)
    for (const wrong of [
      '1/differences/1',
      '1/differences/3',
      'x/differences/2',
      '0/differences/1',
    ])
      expect((await agent.get(`${body.url}/versions/${wrong}`)).status, wrong).to.equal(404)
  })

  it('does not show what one of the two kept from this reader', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', {
      ...{ kind: 'guide', title: aTitle(), body: 'Le code', audience: 'network' },
    })
    await agent.postJson(`${body.url}/modifier`, { body: 'Rien', audience: 'public' })
    await agent.postJson(`${body.url}/modifier`, { body: 'Rien encore' })
    const visitor = aVisitor(hub)
    expect((await visitor.get(`${body.url}/versions/1/differences/3`)).status).to.equal(404)
    expect((await visitor.get(`${body.url}/versions/2/differences/3`)).status).to.equal(200)
    const list = await visitor.get(`${body.url}/versions`)
    expect(list.text).not.to.contain('versions/1/')
  })
})

describe('Restoring a version', () => {
  const hub = useHub()
  const twoVersions = async () => {
    const author = await signedInAs(hub)
    const { body } = await author.postJson('/ressources', { ...SHEET, title: aTitle() })
    await author.postJson(`${body.url}/modifier`, {
      ...{ summary: 'Deux', steps: [], audience: 'network', licence: 'CC BY 4.0', level: '' },
    })
    return { author, url: body.url, first: body }
  }

  it('makes a new version of its words, for the readers and under the licence of today', async () => {
    const { author, url, first } = await twoVersions()
    const page = await author.get(`${url}/versions/1`)
    expect(page.text).to.contain('name="version" value="2"')
    const reply = await author.post(`${url}/versions/1/retablissement`, { version: '2' })
    expect(reply.status).to.equal(303)
    const { body } = await author.getJson(url)
    expect(body).to.deep.include({ version: 3, summary: first.summary, level: 'beginner' })
    expect(body).to.deep.include({ audience: 'network', licence: 'CC BY 4.0' })
    expect(body.steps).to.deep.equal(first.steps)
    expect(body.change).to.equal('Version 1 rétablie')
  })

  it('keeps the files of today', async () => {
    const { author, url } = await twoVersions()
    const form = new FormData()
    form.set('files', new Blob(['des mots'], { type: 'text/plain' }), 'note.txt')
    await author.send('POST', `${url}/pieces-jointes`, { form })
    await author.postJson(`${url}/versions/1/retablissement`)
    expect((await author.getJson(url)).body.attachments).to.have.length(1)
  })

  it('is refused when somebody saved meanwhile, and shows the version again', async () => {
    const { author, url } = await twoVersions()
    await author.postJson(`${url}/modifier`, { summary: 'Trois' })
    const late = await author.post(`${url}/versions/1/retablissement`, { version: '2' })
    expect(late.status).to.equal(409)
    expect(late.text).to.contain('name="version" value="3"')
    const json = await author.postJson(`${url}/versions/1/retablissement`, { version: 2 })
    expect(json.status).to.equal(409)
    expect((await author.getJson(url)).body).to.deep.include({ summary: 'Trois', version: 3 })
  })

  it('saves nothing when nothing differs', async () => {
    const { author, url } = await twoVersions()
    await author.postJson(`${url}/versions/1/retablissement`)
    await author.postJson(`${url}/versions/1/retablissement`)
    expect((await author.getJson(url)).body.version).to.equal(3)
  })

  it('is for who may edit it, and goes to review from a volunteer', async () => {
    const { url } = await twoVersions()
    const path = `${url}/versions/1/retablissement`
    expect((await aVisitor(hub).postJson(path)).status).to.equal(404)
    for (const role of ['volunteer', 'animateur'] as const) {
      const other = await signedInAs(hub, role)
      expect((await other.postJson(path)).status, role).to.equal(403)
      expect((await other.get(`${url}/versions/1`)).text).not.to.contain('retablissement')
    }
    const volunteer = await signedInAs(hub, 'volunteer')
    const own = await volunteer.postJson('/ressources', { ...SHEET, title: aTitle() })
    await volunteer.postJson(`${own.body.url}/modifier`, { summary: 'Deux' })
    const restored = await volunteer.postJson(`${own.body.url}/versions/1/retablissement`)
    expect(restored.body).to.deep.include({ state: 'review', version: 3 })
  })
})
