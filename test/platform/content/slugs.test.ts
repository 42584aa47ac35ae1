import { expect } from 'chai'
import { Category } from '../../../models/category.ts'
import { createWithSlug } from '../../../server/platform/content/slugs.ts'
import { useHub } from '../../support/hub.ts'

describe('Free slugs', () => {
  useHub()

  const add = (name: string, slug: string) => Category.create({ name, slug, tone: 'sea', order: 1 })
  const make = (name: string) => createWithSlug(Category, name, slug => add(name, slug))

  it('are each given once to ten writers at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => make('Prêt de matériel')))
    const slugs = made.map(({ slug }) => slug)
    const numbered = Array.from({ length: 9 }, (_, n) => `pret-de-materiel-${n + 2}`)
    expect(slugs).to.have.members(['pret-de-materiel', ...numbered])
  })

  it('are never a word of the URL map', async () => {
    expect((await make('Nouvelle')).slug).to.equal('nouvelle-2')
  })

  it('are not looked for again when something else refuses the record', async () => {
    let tries = 0
    const failing = createWithSlug(Category, 'Autre', async () => {
      tries++
      throw new Error('no room')
    })
    expect(await failing.catch(String)).to.equal('Error: no room')
    expect(tries).to.equal(1)
  })
})
