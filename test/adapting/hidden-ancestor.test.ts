import { expect } from 'chai'
import { Resource } from '../../models/resource.ts'
import { hiddenAncestors } from '../../server/library/origin.ts'
import { versionsOf } from '../../server/library/personal-data.ts'
import { libraryEntries } from '../../server/portable/export.ts'
import { SHEET } from '../library/support/resources.ts'
import { bytesOf, unzipped } from '../people/privacy/support.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

const SECRET = 'Ne surtout pas dire ceci'

describe('A work that the moderation hides', () => {
  const hub = useHub()

  it('is credited without its title, wherever its adaptation goes', async () => {
    const { author, adapter, original, copy } = await anAdaptation()
    const paths = ['', '.md', '/adaptations', '/versions', '/livret', '/animer', '/modifier']
    const told = async (path: string) => (await adapter.get(`${copy.url}${path}`)).text
    expect(await told('')).to.contain(SECRET)
    await Resource.updateOne({ _id: original.id }, { $set: { state: 'hidden' } })

    for (const path of paths) expect(await told(path), path).not.to.contain(SECRET)
    const { body } = await author.getJson(copy.url)
    expect(JSON.stringify(body)).not.to.contain(SECRET)
    for (const feed of ['/ressources.atom', '/ressources.json', '/ressources'])
      expect((await adapter.get(feed)).text, feed).not.to.contain(SECRET)
    const { bytes } = await bytesOf(adapter, `${hub.url}/ressources.zip`)
    for (const [path, text] of await unzipped(bytes))
      expect(path + text).not.to.match(/Ne surtout|ne-surtout/)
    for await (const version of versionsOf(adapter.member._id))
      expect(JSON.stringify(version)).not.to.match(/Ne surtout|ne-surtout/)
  })

  it('keeps its title in the whole library, which the operator takes elsewhere', async () => {
    const { original, copy } = await anAdaptation()
    await Resource.updateOne({ _id: original.id }, { $set: { state: 'hidden' } })
    const text = async (choice: object) => {
      for await (const entry of libraryEntries({ filter: { slug: copy.slug }, ...choice }))
        if ('text' in entry && entry.path.endsWith('index.md')) return entry.text
      return ''
    }
    expect(await text({})).to.contain(SECRET)
    expect(await text({ untold: hiddenAncestors })).not.to.contain(SECRET)
  })

  it('is named as the base of its adaptation to search engines while everybody may read it', async () => {
    const { original, copy } = await anAdaptation()
    const based = async () => {
      const { text } = await aVisitor(hub).get(copy.url)
      const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '{}'
      return JSON.parse(data).isBasedOn
    }
    expect(await based()).to.match(new RegExp(`^http.*${original.url}$`))
    for (const change of [{ audience: 'network' }, { audience: 'public', state: 'hidden' }]) {
      await Resource.updateOne({ _id: original.id }, { $set: change })
      expect(await based()).to.equal(undefined)
    }
  })

  async function anAdaptation() {
    const author = await signedInAs(hub)
    const adapter = await signedInAs(hub)
    const { body: original } = await author.postJson('/ressources', { ...SHEET, title: SECRET })
    const { body: copy } = await adapter.postJson(`${original.url}/adaptations`, { title: 'Copie' })
    return { author, adapter, original, copy }
  }
})

describe('The whole library in one archive', () => {
  const hub = useHub()

  it('is taken a few times an hour by each member, whatever others take', async () => {
    const [eager, other] = [await signedInAs(hub), await signedInAs(hub)]
    const statuses = []
    for (let n = 0; n < 7; n++) statuses.push((await eager.get('/ressources.zip')).status)
    expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 200, 429])
    expect((await other.get('/ressources.zip')).status).to.equal(200)
  })
})
