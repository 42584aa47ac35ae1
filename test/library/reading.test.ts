import { expect } from 'chai'
import { parse as parseYaml } from 'yaml'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { foundBy } from '../support/searches.ts'
import { aResource, aTitle, SHEET } from './support/resources.ts'

describe('Reading a resource', () => {
  const hub = useHub()

  it('shows a sheet with its pace, steps, materials, meta and what is printed', async () => {
    const { slug } = await aResource({ title: 'Une pièce jointe' })
    const { status, text } = await aVisitor(hub).get(`/ressources/${slug}`)
    expect(status).to.equal(200)
    expect(text).to.contain('<h1>Une pièce jointe</h1>')
    expect(text).to.contain('class="pace tall"').and.to.contain('0\u00A0h\u00A020')
    expect(text).to.contain('Un PC pour deux').and.to.contain('6 à 8\u00A0personnes')
    expect(text).to.contain('Adultes qui débutent, Seniors').and.to.contain('CC BY-SA 4.0')
    expect(text).to.contain('class="paper soft"').and.to.contain('class="paper lines"')
    expect(text).to.not.contain('/modifier"').and.to.not.contain('/archive"')
    expect(text).to.not.contain('NaN').and.to.not.contain('undefined')
    const english = await aVisitor(hub).get(`/ressources/${slug}`, { 'accept-language': 'en' })
    expect(english.text).to.contain('Adult beginners').and.to.contain('Step by step')
  })

  it('shows a programme that has no steps, and a guide with nothing but a title', async () => {
    for (const kind of ['programme', 'guide']) {
      const { slug } = await aResource({
        ...{ kind, title: aTitle(kind), summary: '', body: '', steps: [], durationMinutes: '' },
        ...{ publics: [], themes: [], materials: [], level: '', groupSize: '' },
      })
      const { status, text } = await aVisitor(hub).get(`/ressources/${slug}`)
      expect(status).to.equal(200)
      expect(text).to.not.contain('undefined').and.to.not.contain('NaN')
    }
  })

  it('tells its writer, and nobody else, when the steps do not add up', async () => {
    const agent = await signedInAs(hub)
    const { body } = await agent.postJson('/ressources', {
      ...{ ...SHEET, title: aTitle(), durationMinutes: 60 },
    })
    expect(body).to.deep.include({ durationMinutes: 60, stepsMinutes: 90 })
    const told = 'Les étapes durent 1\u00A0h\u00A030'
    expect((await agent.get(body.url)).text).to.contain(told)
    expect((await aVisitor(hub).get(body.url)).text).to.not.contain(told)
  })

  it('gives a Markdown file whose front matter reads back', async () => {
    const { slug } = await aResource({ title: 'À emporter : « le trombone »' })
    const { status, headers, text } = await aVisitor(hub).get(`/ressources/${slug}.md`)
    expect(status).to.equal(200)
    expect(headers.get('content-type')).to.contain('text/markdown')
    const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(text) ?? []
    const { steps, title: _, body: written, ...facts } = SHEET
    expect(parseYaml(head)).to.deep.include({ ...facts, title: 'À emporter : « le trombone »' })
    expect(parseYaml(head).steps[0]).to.deep.equal(steps[0])
    expect(body.trim()).to.equal(written)
  })

  it('hides those of the network from visitors: page, JSON, file, list, counts, search, versions', async () => {
    const title = aTitle('Réservée')
    const { slug } = await aResource({ title, audience: 'network', themes: ['Thème secret'] })
    const visitor = aVisitor(hub)
    const member = await signedInAs(hub, 'volunteer')
    const url = `/ressources/${slug}`
    for (const path of [url, `${url}.md`, `${url}/versions`, `${url}/modifier`]) {
      expect((await visitor.get(path)).status, path).to.equal(404)
      expect((await visitor.getJson(path)).status, path).to.equal(404)
    }
    expect((await visitor.postJson(`${url}/archive`)).status).to.equal(404)
    expect((await member.getJson(url)).body.title).to.equal(title)
    const list = '/ressources?theme=theme-secret'
    expect((await visitor.getJson(list)).body.total).to.equal(0)
    expect((await member.getJson(list)).body.total).to.equal(1)
    expect((await visitor.get('/ressources')).text).to.not.contain('theme-secret')
    expect((await member.get('/ressources')).text).to.contain('theme-secret')
    expect(await foundBy(undefined, title)).to.deep.equal([])
  })

  it('finds words without their accents, by their beginning, in title, text and labels', async () => {
    const { slug } = await aResource({ title: 'Élévation', body: 'Le mot **zygomatique**.' })
    for (const words of ['elevat', 'ZYGO', 'elevation zygomatique', 'démarch zygo']) {
      const urls = (await foundBy(undefined, words)).map(({ url }) => url)
      expect(urls, words).to.include(`/ressources/${slug}`)
    }
    expect(await foundBy(undefined, 'elevation introuvable')).to.deep.equal([])
    expect(await foundBy(undefined, '.* ( [')).to.deep.equal([])
  })

  it('does not know other addresses', async () => {
    const visitor = aVisitor(hub)
    for (const path of [
      '/ressources/rien',
      '/ressources/rien.md',
      '/ressources/%00',
      '/ressources/a/b',
    ])
      expect((await visitor.get(path)).status, path).to.equal(404)
  })
})
