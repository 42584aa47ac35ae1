import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { Collection } from '../../models/collection.ts'
import { Draft } from '../../models/draft.ts'
import { Resource } from '../../models/resource.ts'
import type { Agent } from '../support/agent.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { aResource, aTitle, SHEET } from './support/resources.ts'

/** A form pressed twice, or sent again because its answer was lost on the way. */
describe('what is sent twice', () => {
  const hub = useHub()

  for (const [how, twice] of [
    ['at once', (send: Send) => Promise.all([send(), send()])],
    ['again, as its answer was lost', async (send: Send) => [await send(), await send()]],
  ] as const) {
    it(`is one new resource, ${how}`, async () => {
      const me = await signedInAs(hub)
      const title = aTitle()
      const form = { ...SHEET, title, clientId: randomUUID() }
      const places = await twice(() => posted(me, '/ressources', form))
      expect(await Resource.countDocuments({ title })).to.equal(1)
      expect(new Set(places).size).to.equal(1)
    })

    it(`is one resource when a draft became it, ${how}`, async () => {
      const me = await signedInAs(hub)
      const title = aTitle()
      const { body: draft } = await me.postJson('/ressources/brouillons', { ...SHEET, title })
      const form = { ...SHEET, title, draft: draft.id, clientId: randomUUID() }
      const places = await twice(() => posted(me, '/ressources', form))
      expect(await Resource.countDocuments({ title })).to.equal(1)
      expect(await Draft.countDocuments({ title })).to.equal(0)
      expect(new Set(places).size).to.equal(1)
    })

    it(`is one adaptation, ${how}`, async () => {
      const me = await signedInAs(hub)
      const { slug } = await aResource({ title: aTitle() })
      const title = aTitle('Chez nous')
      const licence = 'CC BY-SA 4.0'
      const asked = { title, licence, audience: 'public', clientId: randomUUID() }
      const places = await twice(() => posted(me, `/ressources/${slug}/adaptations`, asked))
      expect(await Resource.countDocuments({ title })).to.equal(1)
      expect(new Set(places).size).to.equal(1)
    })

    it(`is one collection, ${how}`, async () => {
      const me = await signedInAs(hub)
      const title = aTitle('Collection')
      const form = { title, audience: 'public', clientId: randomUUID() }
      const places = await twice(() => posted(me, '/collections', form))
      expect(await Collection.countDocuments({ title })).to.equal(1)
      expect(new Set(places).size).to.equal(1)
    })

    it(`is one imported draft, ${how}`, async () => {
      const me = await signedInAs(hub)
      const title = aTitle('Importé')
      const places = await twice(sentFile(me, '/ressources/importation', `# ${title}\n`))
      expect(await Draft.countDocuments({ title })).to.equal(1)
      expect(new Set(places).size).to.equal(1)
    })

    it(`is one attachment, ${how}`, async () => {
      const me = await signedInAs(hub)
      const { slug } = await aResource({ title: aTitle() }, me.member)
      await twice(sentFile(me, `/ressources/${slug}/pieces-jointes`, 'La même chose'))
      const resource = await Resource.findOne({ slug }).lean()
      expect(resource?.attachments).to.have.length(1)
    })

    it(`is one new version, ${how}`, async () => {
      const me = await signedInAs(hub)
      const { slug } = await aResource({ title: aTitle() }, me.member)
      const form = { summary: 'Corrigé', version: 1, clientId: randomUUID() }
      const answers = await twice(async () => {
        const { status } = await me.postJson(`/ressources/${slug}/modifier`, form)
        return String(status)
      })
      expect(answers).to.deep.equal(['200', '200'])
      expect((await Resource.findOne({ slug }).lean())?.version).to.equal(2)
    })
  }

  it('is two things when its words differ, or its sender', async () => {
    const me = await signedInAs(hub)
    const other = await signedInAs(hub)
    const title = aTitle('Collection')
    const form = { title, audience: 'public', clientId: randomUUID() }
    await posted(me, '/collections', form)
    await posted(me, '/collections', { ...form, summary: 'Autre chose' })
    await posted(other, '/collections', form)
    expect(await Collection.countDocuments({ title })).to.equal(3)
  })

  it('is taken the second time when the first was refused', async () => {
    const me = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle(), licence: 'CC BY-SA 4.0' })
    const form = { title: aTitle(), audience: 'public', clientId: randomUUID() }
    const refused = { ...form, licence: 'CC BY 4.0' }
    for (const licence of [refused.licence, refused.licence])
      expect(
        (await me.postJson(`/ressources/${slug}/adaptations`, { ...form, licence })).status,
      ).to.equal(422)
    await posted(me, `/ressources/${slug}/adaptations`, { ...form, licence: 'CC BY-SA 4.0' })
  })

  it('is known by the id that each form carries', async () => {
    const me = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle() }, me.member)
    const original = await aResource({ title: aTitle() })
    const pages = [
      '/ressources/nouvelle',
      '/ressources/importation',
      '/collections/nouvelle',
      `/ressources/${slug}/pieces-jointes`,
      `/ressources/${slug}/modifier`,
      `/ressources/${original.slug}/adapter`,
    ]
    for (const page of pages)
      expect((await me.get(page)).text, page).to.match(/name="clientId" value="[\w-]{36}"/)
  })
})

type Send = () => Promise<string>

async function posted(agent: Agent, path: string, json: object) {
  const { status, body } = await agent.postJson(path, json)
  expect(status).to.equal(201)
  return String(body.url)
}

function sentFile(agent: Agent, path: string, words: string): Send {
  const form = new FormData()
  form.set('clientId', randomUUID())
  form.set('files', new Blob([words], { type: 'text/markdown' }), 'atelier.md')
  const headers = { accept: 'application/json' }
  return async () => {
    const { status, text } = await agent.send('POST', path, { form, headers })
    expect(status).to.equal(201)
    return String(JSON.parse(text).url)
  }
}
