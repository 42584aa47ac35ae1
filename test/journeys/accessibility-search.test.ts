import { expect } from 'chai'
import { aResource, aTitle } from '../library/support/resources.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'
import { weigh } from '../support/weight.ts'

const MOST_BYTES = 130_000

const PAGES: Record<string, string> = {
  'what to search': '/recherche',
  results: '/recherche?q=piece+jointe',
  'one kind of them': '/recherche?q=piece+jointe&type=ressources',
  'what was mistyped': '/recherche?q=peice+jointe',
  'nothing but what is near': '/recherche?q=piece+montgolfiere+xylophone',
  'nothing at all': '/recherche?q=montgolfiere',
  'what one saved': '/compte/recherches',
  'what can be done with a kit': '/ressources?pc=5&minutes=120&personnes=7',
  'nothing for this kit': '/ressources?q=jointe&minutes=1&horsligne=1',
}

describe('the search, in a browser', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  before(async () => {
    for (let n = 0; n < 21; n++)
      await aResource({
        ...{ title: aTitle('Envoyer une pièce jointe'), kind: n < 4 ? 'sheet' : 'guide' },
        ...{ steps: [], durationMinutes: n < 4 ? 60 : 150 },
      })
  })

  for (const [what, path] of Object.entries(PAGES))
    it(`is accessible, light and dark, narrow and wide: ${what}`, async () => {
      const page = await pageOf(await signedInAs(hub), hub)
      await page.goto(path)
      await inspect(page)
    })

  it('is light', async () => {
    for (const [what, path] of Object.entries(PAGES)) {
      const { bytes } = await weigh(await newPage(hub), path)
      expect(bytes, what).to.be.within(10_000, MOST_BYTES)
    }
  })
})
