import { expect } from 'chai'
import { aDocx, para } from '../importing/documents.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'

describe('accessibility of writing', function () {
  this.timeout(90_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('the form with every part open and its toolbar passes', async () => {
    const page = await pageOf(await signedInAs(hub), hub)
    await page.goto('/ressources/nouvelle')
    for (const part of ['etapes', 'texte', 'pourqui', 'outils'])
      await page.click(`#${part} > summary`)
    await page.focus('[name=body]')
    expect(await page.locator('markdown-toolbar button').count()).to.equal(8)
    await inspect(page, 600) // a form that has everything
  })

  it('drafts, an import and the merge of two texts pass', async () => {
    const me = await signedInAs(hub)
    const other = await signedInAs(hub, 'coordinator')
    const page = await pageOf(me, hub)
    await page.goto('/ressources/brouillons')
    await inspect(page, 600)
    await page.goto('/ressources/importation')
    await inspect(page, 600)
    const buffer = await aDocx(para('Accueil', 'Title') + para('Un texte'))
    await page.setInputFiles('#f-files', { name: 'a.docx', mimeType: '', buffer })
    await Promise.all([page.waitForURL('**/brouillons/*'), page.click('main form .primary')])
    await inspect(page, 600)
    const { slug } = await aResource({ title: aTitle(), summary: 'Avant' }, me.member)
    const draft = { resource: slug, kind: 'sheet', title: 'Le mien', summary: 'Le mien' }
    await me.postJson('/ressources/brouillons', draft)
    await other.postJson(`/ressources/${slug}/modifier`, { summary: 'Le sien' })
    await page.goto('/ressources/brouillons')
    await inspect(page, 600)
    await page.goto(`/ressources/${slug}/fusion`)
    expect(await page.locator('fieldset').count()).to.be.above(0)
    await inspect(page, 600)
  })
})
