import { expect } from 'chai'
import { SHEET } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'

describe('accessibility of versions and adaptations', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('each page passes', async () => {
    const author = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
    const adapter = await signedInAs(hub, 'animateur', { name: 'Yann' })
    const { body: sheet } = await author.postJson('/ressources', { ...SHEET, title: 'Le trombone' })
    const { body: copy } = await adapter.postJson(`${sheet.url}/adaptations`, {
      title: 'Chez nous',
    })
    const [first, second] = sheet.steps
    await adapter.postJson(`${copy.url}/modifier`, { summary: 'Le mien' })
    await author.postJson(`${sheet.url}/modifier`, {
      ...{
        summary: 'Le leur',
        level: 'advanced',
        body: 'Prévoir une **vraie facture** par personne.',
      },
      steps: [{ ...second, minutes: 60 }, first, { title: 'Bilan', minutes: 10 }],
    })
    const page = await pageOf(adapter, hub)
    const shots = process.env.SHOTS
    const visit = async (path: string) => {
      expect((await page.goto(path))?.status(), path).to.equal(200)
      if (shots)
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 900 })
          await page.screenshot({
            path: `${shots}/${path.replaceAll('/', '_')}-${width}.png`,
            fullPage: true,
          })
        }
      await inspect(page)
    }
    for (const path of [
      '/versions',
      '/versions/1',
      '/versions/1/differences/2',
      '/adapter',
      '/adaptations',
    ])
      await visit(`${sheet.url}${path}`)
    for (const path of ['', '/original', '/adaptations']) await visit(`${copy.url}${path}`)
    await page.goto(`${copy.url}/original`)
    await page.click('main form .primary')
    expect(await page.textContent('.errors')).to.contain('faut garder')
    await inspect(page)
  })
})
