import { expect } from 'chai'
import { recentResources } from '../../server/library/queries.ts'
import { useHub } from '../support/hub.ts'
import { aMember, aVisitor, signedInAs } from '../support/people.ts'
import { aResource } from './support/resources.ts'

describe('The list of resources', () => {
  const hub = useHub()
  type Item = { title: string }
  const titles = (body: { items: Item[] }) => body.items.map(({ title }) => title).sort()
  const read = async (query: string) =>
    titles((await aVisitor(hub).getJson(`/ressources${query}`)).body)

  it('says what will be there, and offers members the first step, while it is empty', async () => {
    expect((await aVisitor(hub).get('/ressources')).text).to.contain('encore vide')
    const agent = await signedInAs(hub)
    expect((await agent.get('/ressources')).text).to.contain('Écrire la première fiche')
  })

  describe('with some in it', () => {
    before(async () => {
      const author = await aMember('animateur')
      const some = [
        ...[{ title: 'A', publics: ['seniors'], durationMinutes: 60, materials: ['Des cartes'] }],
        ...[{ title: 'B', publics: ['jeunes'], durationMinutes: 90, level: 'advanced' }],
        ...[{ title: 'C', kind: 'guide', durationMinutes: 150, themes: ['reparation'] }],
        ...[{ title: 'D', kind: 'programme', durationMinutes: '', steps: [], themes: ['Cuisine'] }],
        ...[{ title: 'E', audience: 'network', publics: ['seniors'] }],
      ]
      for (const one of some) await aResource(one, author)
    })

    it('holds every kind, and one of them by its tab', async () => {
      expect(await read('')).to.deep.equal(['A', 'B', 'C', 'D'])
      expect(await read('?type=guide')).to.deep.equal(['C'])
      expect(await read('?kind=programme')).to.deep.equal(['D'])
      const { text } = await aVisitor(hub).get('/ressources?type=sheet')
      expect(text).to.match(/data-after="1">Guides techniques</)
      expect(text).to.contain('2 fiches')
    })

    it('narrows by public, duration, equipment, level, theme and words', async () => {
      expect(await read('?public=seniors')).to.deep.equal(['A', 'C', 'D'])
      expect(await read('?public=jeunes')).to.deep.equal(['B'])
      expect(await read('?public=jeunes&public=seniors&type=sheet')).to.deep.equal(['A', 'B'])
      expect(await read('?duree=60')).to.deep.equal(['A'])
      expect(await read('?duree=90')).to.deep.equal(['A', 'B'])
      expect(await read('?duree=120')).to.deep.equal(['C'])
      expect(await read('?materiel=no-computer')).to.deep.equal(['A'])
      expect(await read('?niveau=advanced')).to.deep.equal(['B'])
      expect(await read('?theme=cuisine')).to.deep.equal(['D'])
      expect(await read('?q=cuisin')).to.deep.equal(['D'])
      expect(await read('?q=cuisin&niveau=advanced')).to.deep.equal([])
    })

    it('counts each choice over what its reader may see', async () => {
      const count = (text: string) =>
        /data-after="(\d+)"><input[^>]*value="seniors"/.exec(text)?.[1]
      const agent = await signedInAs(hub, 'volunteer')
      expect(count((await aVisitor(hub).get('/ressources')).text)).to.equal('3')
      expect(count((await agent.get('/ressources')).text)).to.equal('4')
      expect(count((await aVisitor(hub).get('/ressources?public=jeunes')).text)).to.equal('3')
      expect(count((await aVisitor(hub).get('/ressources?duree=60')).text)).to.equal('1')
    })

    it('shows the current choices, each with the address of the list without it', async () => {
      const { text } = await aVisitor(hub).get('/ressources?public=jeunes&duree=90&q=b%22%3E')
      expect(text).to.contain('href="/ressources?q&#x3D;b%22%3E&amp;duree&#x3D;90">Jeunes')
      expect(text).to.contain('value="jeunes" checked')
      const none = await aVisitor(hub).get('/ressources?q=introuvable')
      expect(none.text).to.contain('Rien ne correspond')
    })

    it('sorts by date, duration and title', async () => {
      const order = async (tri: string) =>
        (await aVisitor(hub).getJson(`/ressources?tri=${tri}`)).body.items.map(
          ({ title }: Item) => title,
        )
      expect(await order('recentes')).to.deep.equal(['D', 'C', 'B', 'A'])
      expect(await order('courtes')).to.deep.equal(['A', 'B', 'C', 'D'])
      expect(await order('titre')).to.deep.equal(['A', 'B', 'C', 'D'])
    })

    it('takes a choice that it does not understand for none', async () => {
      const all = ['A', 'B', 'C', 'D']
      for (const query of ['?type=x', '?duree=[$gt]', '?niveau=x', '?page=-1', '?etat=x', '?tri=x'])
        expect(await read(query), query).to.deep.equal(all)
      expect(await read('?etat=archives')).to.deep.equal([])
    })

    it('gives home its newest ones, for each reader', async () => {
      const [newest] = await recentResources(undefined, 2, 'fr')
      expect(newest?.title).to.equal('D')
      const agent = await signedInAs(hub)
      const { body } = await agent.getJson('/ressources')
      expect(body.items[0].title).to.equal('E')
    })

    it('goes on to the next page', async () => {
      const author = await aMember('animateur')
      for (let n = 0; n < 12; n++) await aResource({ title: `Page ${n}`, kind: 'guide' }, author)
      const first = (await aVisitor(hub).getJson('/ressources?type=guide')).body
      expect(first.items).to.have.length(12)
      expect(first.total).to.equal(13)
      expect(first.next).to.equal('/ressources?type=guide&page=2')
      expect((await aVisitor(hub).getJson(first.next)).body.items).to.have.length(1)
    })
  })
})
