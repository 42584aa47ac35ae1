import { expect } from 'chai'
import { essentialsOf, linksOf } from '../../server/library/handout/essentials.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'
import { aResource, aTitle } from './support/resources.ts'

describe('What participants keep', () => {
  const hub = useHub()

  it('is what there is to do, rather than what is said around the table', () => {
    const body =
      'Distribuer les cartes.\n\n1. Lire\n2. Trier\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\nRamasser.'
    expect(essentialsOf(body, 'talk')).to.equal(
      '1. Lire\n2. Trier\n\n| A | B |\n|---|---|\n| 1 | 2 |',
    )
    expect(essentialsOf('## Avant\n\nOuvrir le menu.\nPuis attendre.', 'do')).to.equal(
      'Ouvrir le menu.',
    )
    expect(essentialsOf('Tour de table.', 'talk')).to.equal('')
    expect(essentialsOf('', 'do')).to.equal('')
  })

  it('has each link once, with its words', () => {
    const texts = [
      '[Le guide](https://a.example) et [encore](https://a.example)',
      'https://b.example',
    ]
    expect(linksOf(texts)).to.deep.equal([
      { url: 'https://a.example', text: 'Le guide' },
      { url: 'https://b.example', text: 'https://b.example' },
    ])
    expect(linksOf(['[courriel](mailto:a@b.example)'])).to.deep.equal([])
  })

  it('is a page with codes that phones read, and JSON', async () => {
    const body = '[Le guide](https://example.org/guide) puis [la fiche](/ressources/autre)'
    const { slug } = await aResource({ title: aTitle(), body })
    const { status, text } = await aVisitor(hub).get(`/ressources/${slug}/livret`)
    expect(status).to.equal(200)
    expect(text.match(/class="code"/g)).to.have.length(3)
    expect(text).to.contain('example.org/guide').and.to.contain('Joindre')
    const { body: json } = await aVisitor(hub).getJson(`/ressources/${slug}/livret`)
    expect(json.links.map(({ url }: { url: string }) => url)).to.deep.equal([
      'https://example.org/guide',
      `${hub.url}/ressources/autre`,
    ])
    expect(json.steps[1].html).to.contain('<li>Joindre</li>')
  })

  it('does not exist for those who may not see the sheet', async () => {
    const { slug } = await aResource({ title: aTitle(), audience: 'network' })
    expect((await aVisitor(hub).get(`/ressources/${slug}/livret`)).status).to.equal(404)
    const volunteer = await signedInAs(hub, 'volunteer')
    expect((await volunteer.get(`/ressources/${slug}/livret`)).status).to.equal(200)
  })
})
