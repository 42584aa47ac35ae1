import { expect } from 'chai'
import { SaxesParser } from 'saxes'
import { Resource } from '../../../models/resource.ts'
import { aGroup } from '../../support/groups.ts'
import { useHub } from '../../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../../support/people.ts'
import { aResource, aTitle } from '../support/resources.ts'

type Item = { url: string; title: string; content_html: string; _learning_resource: object }

describe('The feeds of the library', () => {
  const hub = useHub()

  it('tell visitors the newest public resources first, in well-formed Atom', async () => {
    const first = await aResource({ title: aTitle('Ancienne & <sûre>') })
    const second = await aResource({ title: aTitle('Récente'), summary: 'Un « résumé » & deux' })
    const { status, headers, text } = await aVisitor(hub).get('/ressources.atom')
    expect(status).to.equal(200)
    expect(headers.get('content-type')).to.equal('application/atom+xml; charset=utf-8')
    const titles = textsOf(text, 'title')
    expect(titles.indexOf(second.title)).to.be.within(1, titles.indexOf(first.title) - 1)
    expect(text).to.contain(`<id>${hub.url}/ressources/${second.slug}</id>`)
    expect(textsOf(text, 'content').join()).to.contain('<strong>fausse facture</strong>')
  })

  it('hold a theme alone when asked', async () => {
    const mine = await aResource({ title: aTitle(), themes: ['photo'] })
    const other = await aResource({ title: aTitle(), themes: ['emploi'] })
    for (const address of [
      '/ressources.atom?theme=Photo, mémoire',
      '/ressources.json?theme=photo',
    ]) {
      const { text } = await aVisitor(hub).get(address)
      expect(text).to.contain(mine.slug).and.not.contain(other.slug)
    }
  })

  it('tell nobody what they may not see', async () => {
    const author = await aMember('animateur')
    const group = await aGroup(await signedInAs(hub, 'animateur'), 'private')
    const network = await aResource({ title: aTitle(), audience: 'network' }, author)
    const held = await aResource({ title: aTitle(), audience: `group:${group.slug}` }, author)
    const archived = await aResource({ title: aTitle() }, author)
    await Resource.updateOne({ _id: archived._id }, { $set: { state: 'archived' } })
    const member = await signedInAs(hub, 'volunteer')
    for (const address of ['/ressources.atom', '/ressources.json']) {
      const open = (await aVisitor(hub).get(address)).text
      for (const { slug } of [network, held, archived]) expect(open).not.to.contain(slug)
      const inside = (await member.get(address)).text
      expect(inside).to.contain(network.slug)
      for (const { slug } of [held, archived]) expect(inside).not.to.contain(slug)
    }
  })

  it('lead another portal from page to page without missing nor repeating any', async () => {
    const { _id: _, ...like } = await aResource()
    const slugs = Array.from({ length: 103 }, (_, n) => `page-${n}`)
    // All of one moment: the id decides.
    const updatedAt = new Date('2026-01-02T03:04:05Z')
    await Resource.deleteMany({}, { hint: { $natural: 1 } })
    await Resource.insertMany(slugs.map(slug => ({ ...like, slug, updatedAt })))
    const found: string[] = []
    let next: string | undefined = '/ressources.json'
    let pages = 0
    while (next) {
      const { body } = await aVisitor(hub).getJson(next)
      expect(body.version).to.equal('https://jsonfeed.org/version/1.1')
      found.push(...body.items.map(({ url }: Item) => url.split('/').at(-1) ?? ''))
      next = body.next_url?.slice(hub.url.length)
      pages++
    }
    expect(pages).to.equal(3)
    expect(found.toSorted()).to.deep.equal(slugs.toSorted())
  })

  it('give the whole address of links, and what schema.org says', async () => {
    const body = 'Voir [la liste](/ressources).'
    const { slug } = await aResource({ title: aTitle(), body, licence: 'CC BY-SA 4.0' })
    const feed = await aVisitor(hub).getJson('/ressources.json?depuis=2026-06-01T00:00:00Z')
    const item: Item = feed.body.items.find(({ url }: Item) => url.endsWith(`/${slug}`))
    expect(item.content_html).to.contain(`href="${hub.url}/ressources"`)
    expect(item._learning_resource).to.deep.include({
      '@type': 'LearningResource',
      license: 'https://creativecommons.org/licenses/by-sa/4.0/',
      url: `${hub.url}/ressources/${slug}`,
    })
  })

  it('take odd questions as none', async () => {
    for (const odd of ['theme[$ne]=1', 'depuis=hier', 'apres=../..', 'type=tout', 'theme='])
      for (const feed of ['atom', 'json'])
        expect((await aVisitor(hub).get(`/ressources.${feed}?${odd}`)).status).to.equal(200)
  })
})

describe('The page of a resource', () => {
  const hub = useHub()

  it('describes it to search engines, whatever its title holds', async () => {
    const title = aTitle('</script><script>alert(1)</script> & «')
    const { slug } = await aResource({ title })
    const { text } = await aVisitor(hub).get(`/ressources/${slug}`)
    const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? []
    expect(JSON.parse(data)).to.deep.include({ '@type': 'LearningResource', name: title })
    expect(text).not.to.contain('<script>alert')
  })

  it('tells them nothing of what is for members only', async () => {
    const { slug } = await aResource({ title: aTitle(), audience: 'network' })
    const member = await signedInAs(hub, 'animateur')
    const { status, text } = await member.get(`/ressources/${slug}`)
    expect(status).to.equal(200)
    expect(text).not.to.contain('ld+json')
  })

  it('leads to the feed of the choices made in the list', async () => {
    const { text } = await aVisitor(hub).get('/ressources?theme=photo&type=sheet')
    expect(text).to.contain('href="/ressources.atom?type&#x3D;sheet&amp;theme&#x3D;photo"')
  })
})

/** The text of each element of this name; throws when the XML is not well-formed. */
function textsOf(xml: string, name: string) {
  const texts: string[] = []
  let current: string | undefined
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', tag => {
    if (tag.name === name) current = ''
  })
  parser.on('text', text => {
    if (current !== undefined) current += text
  })
  parser.on('closetag', tag => {
    if (tag.name === name && current !== undefined) texts.push(current)
    if (tag.name === name) current = undefined
  })
  parser.write(xml).close()
  return texts
}
