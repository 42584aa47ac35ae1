import { expect } from 'chai'
import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { computersNeeded } from '../../server/library/kit.ts'
import { folded } from '../../server/platform/http/slugs.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { aResource } from './support/resources.ts'

type Item = { title: string }

const SOME = [
  {
    ...{ title: 'Atelier courriel', materials: ['6 PC'], groupSize: '4 à 6' },
    ...{ durationMinutes: 60, internet: 'none' },
  },
  {
    ...{ title: 'Atelier emploi', materials: ['Un PC pour deux'], groupSize: '6 à 8' },
    ...{ durationMinutes: 90, internet: 'needed' },
  },
  {
    ...{ title: 'Atelier jeu', materials: ['Des cartes'], groupSize: '12' },
    durationMinutes: 45,
  },
  {
    ...{ title: 'Atelier photo', materials: ['Deux tablettes'], groupSize: '' },
    ...{ durationMinutes: 120, internet: 'useful' },
  },
]

/** What is asked of the address, and the workshops that can be held with it. */
const KITS: [string, string[]][] = [
  ['pc=4', ['emploi', 'jeu', 'photo']],
  ['pc=6', ['courriel', 'emploi', 'jeu', 'photo']],
  ['pc=0', ['jeu', 'photo']],
  ['minutes=60', ['courriel', 'jeu']],
  ['personnes=7', ['emploi', 'jeu', 'photo']],
  ['personnes=9', ['jeu', 'photo']],
  ['horsligne=1', ['courriel', 'jeu', 'photo']],
  ['horsligne=on', ['courriel', 'jeu', 'photo']],
  ['pc=5&minutes=60&personnes=8&horsligne=1', ['jeu']],
  ['pc=&minutes=&personnes=', ['courriel', 'emploi', 'jeu', 'photo']],
  ['pc=beaucoup&minutes=-1', ['courriel', 'emploi', 'jeu', 'photo']],
]

describe('What can be done with what one has', () => {
  const hub = useHub()
  before(async () => {
    const author = await aMember('animateur')
    for (const one of SOME) await aResource({ steps: [], ...one }, author)
  })

  const held = (titles: string[]) => titles.map(title => title.replace('Atelier ', '')).sort()
  const inJson = async (query: string) => {
    const { body } = await aVisitor(hub).getJson(`/ressources?${query}`)
    return { names: held(body.items.map(({ title }: Item) => title)), total: body.total }
  }
  const inPage = async (query: string) => {
    const { text } = await aVisitor(hub).get(`/ressources?${query}`)
    const cards = text.split('class="cards"')[1] ?? ''
    return SOME.map(({ title }) => title).filter(title =>
      cards.replace(/<\/?mark>/g, '').includes(title),
    )
  }

  it('says which choice to give up when nothing has them all', async () => {
    const page = async (query: string) => (await aVisitor(hub).get(`/ressources?${query}`)).text
    const none = await page('pc=6&minutes=60&personnes=9&internet=needed')
    expect(none).to.contain('Sans l’un de ces choix')
    const ways = [...none.matchAll(/sans «[^»]*»\s*<span class="num">(\d+)/g)]
    expect(ways.map(([, total]) => Number(total))).to.deep.equal([1])
    expect(await page('q=zzzzzz&pc=6'))
      .to.contain('sans «')
      .and.not.to.contain('Retirez-en un')
    expect(await page('pc=6')).not.to.contain('Sans l’un')
  })

  for (const [query, names] of KITS)
    it(`finds it with ${query}, as the store and as the index read it`, async () => {
      const expected = { names, total: names.length }
      expect(await inJson(query)).to.deep.equal(expected)
      expect(await inJson(`${query}&q=atelier`)).to.deep.equal(expected)
      expect(held(await inPage(query))).to.deep.equal(names)
      expect(held(await inPage(`${query}&q=atelier`))).to.deep.equal(names)
    })

  it('keeps the kit in the form, says it, and lets go of each part', async () => {
    const { text } = await aVisitor(hub).get('/ressources?pc=5&minutes=60&horsligne=1')
    expect(text)
      .to.match(/name="pc"[^>]*value="5"/)
      .and.match(/name="minutes"[^>]*value="60"/)
    expect(text).to.match(/name="horsligne" value="1" checked/)
    expect(text).to.match(/pc&#x3D;5&amp;minutes&#x3D;60">Sans Internet/)
    expect(text).to.match(/minutes&#x3D;60&amp;horsligne&#x3D;1">5 ordinateurs/)
  })

  it('begins with the machines of one’s own space, which others do not see', async () => {
    const admin = await signedInAs(hub, 'admin')
    const where = { kind: 'epn', commune: 'Lannion' }
    const spaces = [
      { ...where, name: 'La Fabrique', services: ['computers'], computers: 4 },
      { ...where, name: 'Le Grenier', services: ['printing'] },
    ]
    for (const one of spaces) expect((await admin.postJson('/lieux', one)).status).to.equal(201)
    const pageFrom = async (name: string) => {
      const agent = await signedInAs(hub, 'volunteer')
      const space = await Space.findOne({ name }, '', { hint: { $natural: 1 } }).lean()
      await Member.updateOne({ _id: agent.member._id }, { $set: { space: space?._id } })
      return (await agent.get('/ressources?minutes=60')).text
    }
    expect(await pageFrom('La Fabrique')).to.match(
      /pc&#x3D;4&amp;minutes&#x3D;60">Partir de La Fabrique/,
    )
    expect(await pageFrom('Le Grenier')).to.match(
      /pc&#x3D;0&amp;minutes&#x3D;60">Partir de Le Grenier/,
    )
    expect((await aVisitor(hub).get('/ressources')).text).not.to.contain('Partir de')
  })
})

describe('The computers that a list of materials asks for', () => {
  it('are counted as people write them', () => {
    const needed = (line: string, people?: number) => computersNeeded([folded(line)], people)
    expect(needed('6 PC')).to.equal(6)
    expect(needed('Trois ordinateurs portables')).to.equal(3)
    expect(needed('Un PC par personne', 8)).to.equal(8)
    for (const line of ['Un PC pour deux', '1 PC par binôme', 'Un ordinateur pour 2 personnes'])
      expect(needed(line, 7), line).to.equal(4)
    expect(needed('Des cartes', 8)).to.equal(undefined)
  })
})
