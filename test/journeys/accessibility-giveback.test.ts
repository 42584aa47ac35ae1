import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'
import { aRun, tellWithPhoto } from '../support/runs.ts'

describe('what is given back to a sheet, in a browser', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('is accessible, light and dark, narrow and wide', async () => {
    const agent = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle(), tools: ['LibreOffice, 24.2'] })
    const sheet = `/ressources/${slug}`
    await tellWithPhoto(agent, slug)
    await (await signedInAs(hub)).postJson(`${sheet}/seances`, aRun())
    await agent.postJson(`${sheet}/verifications`, {
      works: false,
      tool: 'LibreOffice',
      word: 'Bouton déplacé.',
    })
    await agent.postJson(`${sheet}/avis`, { value: 4, body: 'Claire.' })
    const page = await pageOf(agent, hub)
    for (const path of ['', '/seances', '/seances/nouvelle', '/verifications', '/avis']) {
      await page.goto(`${sheet}${path}`)
      await inspect(page)
    }
  })
})
