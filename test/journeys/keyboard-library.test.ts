import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'

describe('the library with the keyboard alone', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let me: Awaited<ReturnType<typeof signedInAs>>
  before(async () => {
    me = await signedInAs(hub)
  })

  for (const javaScriptEnabled of [true, false])
    it(`a refusal takes the focus, ${javaScriptEnabled ? 'with a script' : 'without'}, and leads to what is wrong`, async () => {
      const { slug } = await aResource({ title: aTitle() })
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto(`/ressources/${slug}/avis`)
      await page.getByRole('button', { name: 'Donner mon avis' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      expect(await focused(page, 'closest("[role=alert]") !== null')).to.equal(true)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await focused(page, 'type')).to.equal('radio')
    })

  it('a step that is added has the focus; one that moves keeps it, and its new place is said', async () => {
    const page = await pageOf(me, hub)
    await page.goto('/ressources/nouvelle')
    await page.locator('#etapes > summary').press('Enter')
    await page.fill('[name="steps[0][title]"]', 'Un')
    await page.getByRole('button', { name: 'Ajouter une étape' }).press('Enter')
    const name = await focused(page, 'name')
    expect(name).to.match(/^steps\[\d+\]\[title\]$/)
    await page.getByRole('button', { name: 'Descendre' }).first().press('Enter')
    expect(await focused(page, 'textContent.trim()')).to.equal('Descendre')
    await page.getByRole('status').filter({ hasText: '2' }).first().waitFor()
    await page.getByRole('button', { name: 'Retirer cette étape' }).nth(1).press('Enter')
    expect(await focused(page, 'name')).to.match(/^steps\[\d+\]\[title\]$/)
  })

  it('a dialog gives the focus back to the text that it was opened from', async () => {
    const page = await pageOf(me, hub)
    await page.goto('/ressources/nouvelle')
    await page.locator('#texte > summary').press('Enter')
    await page.locator('[name=body]').focus()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Image' }).press('Enter')
    await (await chooser).setFiles({
      ...{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('89504e47', 'hex') },
    })
    await page.getByRole('dialog').waitFor()
    expect(await focused(page, 'closest("dialog") !== null')).to.equal(true)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await focused(page, 'closest("form") !== null')).to.equal(true)
  })

  it('the form is walked through from its first field to what follows it', async () => {
    const page = await pageOf(me, hub)
    await page.goto('/ressources/nouvelle')
    await page.locator('#texte > summary').press('Enter')
    await page.getByLabel('Titre').first().focus()
    const met = new Set<string>()
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      if (await focused(page, 'closest("footer") !== null')) break
      met.add(String(await focused(page, 'name || document.activeElement.textContent.trim()')))
    }
    expect(await focused(page, 'closest("footer") !== null')).to.equal(true)
    expect([...met]).to.include.members(['summary', 'body', 'audience', 'licence', 'files'])
  })
})

function focused(page: Page, what: string) {
  return page.evaluate<unknown>(`document.activeElement.${what}`)
}
