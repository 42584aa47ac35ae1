import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { SHEET } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { aPhoto } from '../support/runs.ts'

type Member = Awaited<ReturnType<typeof signedInAs>>

for (const javaScriptEnabled of [true, false]) {
  describe(`a sheet shared, ${javaScriptEnabled ? 'with a script' : 'without'}`, function () {
    this.timeout(60_000)
    const hub = useHub()
    useBrowser({ reuse: true })
    let author: Member
    let me: Member
    let page: Page
    let original: { url: string; title: string }
    let count = 0
    before(async () => {
      author = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
      me = await signedInAs(hub, 'animateur', { name: 'Yann' })
    })
    beforeEach(async () => {
      const title = `Le trombone ${++count}`
      const steps = SHEET.steps.map(step => ({ ...step }))
      original = (await author.postJson('/ressources', { ...SHEET, title, steps })).body
      page = await pageOf(me, hub, { javaScriptEnabled })
    })

    it('is adapted, with its licence and its credit', async () => {
      await page.goto(original.url)
      await go(page, page.getByRole('link', { name: 'Adapter' }))
      await page.getByLabel('Titre').fill(`Chez nous ${count}`)
      expect(await page.getByLabel('Licence', { exact: true }).inputValue()).to.equal(
        'CC BY-SA 4.0',
      )
      await go(page, page.getByRole('button', { name: 'Créer ma copie' }))
      await heading(page, `Chez nous ${count}`)
      await page.getByRole('status').filter({ hasText: 'La copie est à vous' }).waitFor()
      await page.getByText(`D’après « Le trombone ${count} »`).first().waitFor()
    })

    it('follows its original: told, shown the difference, taken over without a choice', async () => {
      const copy = await aCopy()
      await author.postJson(`${original.url}/modifier`, { summary: 'Un résumé plus court.' })
      await page.goto(copy)
      await go(page, page.getByRole('link', { name: 'Voir ce qui a changé' }))
      await page.locator('ins', { hasText: 'court' }).first().waitFor()
      expect(await page.getByRole('radio').count()).to.equal(0)
      await go(page, page.getByRole('button', { name: 'Reprendre ces changements' }))
      await page.getByText('Un résumé plus court.').first().waitFor()
      expect(await page.getByText('L’original en est à').count()).to.equal(0)
    })

    it('asks what to keep of what both changed', async () => {
      const copy = await aCopy()
      await me.postJson(`${copy}/modifier`, { summary: 'Le mien', cost: '3 €' })
      await author.postJson(`${original.url}/modifier`, { summary: 'Le leur', level: 'advanced' })
      await page.goto(`${copy}/original`)
      await page.getByRole('button', { name: 'Reprendre ces changements' }).click()
      await page.getByRole('alert').filter({ hasText: 'faut garder' }).waitFor()
      await page.getByRole('radio', { name: 'L’original' }).check()
      await go(page, page.getByRole('button', { name: 'Reprendre ces changements' }))
      expect(new URL(page.url()).pathname).to.equal(copy)
      expect((await me.getJson(copy)).body).to.include({
        ...{ summary: 'Le leur', level: 'advanced', cost: '3 €' },
      })
    })

    it('has its versions compared, and a former one restored', async () => {
      page = await pageOf(author, hub, { javaScriptEnabled })
      await author.postJson(`${original.url}/modifier`, { summary: 'Abîmé' })
      await page.goto(`${original.url}/versions`)
      await go(page, page.getByRole('link', { name: /avec la précédente/ }))
      await page.locator('ins', { hasText: 'Abîmé' }).waitFor()
      await page.goto(`${original.url}/versions`)
      await go(page, page.getByRole('link', { name: 'Première version', exact: true }))
      await go(page, page.getByRole('button', { name: 'Rétablir cette version' }))
      await page.getByRole('status').filter({ hasText: 'enregistré' }).waitFor()
      await page.getByText(SHEET.summary).first().waitFor()
      expect((await author.getJson(original.url)).body).to.include({ version: 3 })
    })

    it('is given back to: a workshop with its photo, a verification, a word, a question', async () => {
      await page.goto(original.url)
      await go(page, page.getByRole('link', { name: 'J’ai animé cette fiche' }))
      await page.getByLabel('Combien de personnes').fill('6')
      await page.getByText('A bien marché').click()
      await page.getByLabel('Ajouter une photo').setInputFiles({
        ...{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await aPhoto(300, 200) },
      })
      await page.getByRole('button', { name: 'Raconter la séance' }).click()
      await page.getByRole('alert').first().waitFor()
      expect(await page.getByLabel('Combien de personnes').inputValue()).to.equal('6')
      await page.getByLabel('Ce que montre la photo').fill('Six personnes')
      await page.getByLabel('Les personnes que l’on reconnaît').check()
      // Without a script a browser gives no file back, and the page says so.
      if (!javaScriptEnabled)
        await page.getByLabel('Ajouter une photo').setInputFiles({
          ...{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await aPhoto(300, 200) },
        })
      await go(page, page.getByRole('button', { name: 'Raconter la séance' }))
      await page.getByRole('img', { name: 'Six personnes' }).waitFor()
      await page.getByRole('status').filter({ hasText: 'La séance est racontée' }).waitFor()

      await page.goto(original.url)
      await go(page, page.getByRole('button', { name: 'Fonctionne toujours' }))
      await page.goto(`${original.url}/verifications`)
      await page.getByText('Fonctionne : vérifiée').waitFor()
      await page.getByLabel('Ce qui se passe').fill('Le trombone a changé de place')
      await go(page, page.getByRole('button', { name: 'Ne fonctionne plus' }))
      await page.getByText('Le trombone a changé de place').first().waitFor()

      await page.goto(original.url)
      await go(page, page.getByRole('link', { name: 'Lire les avis, donner le mien' }))
      await page.getByLabel('Très utile').check()
      await page.getByLabel('Pourquoi').fill('On y **revient** souvent.')
      await go(page, page.getByRole('button', { name: 'Donner mon avis' }))
      await page.getByText('On y revient souvent.').first().waitFor()

      await page.goto(original.url)
      await go(page, page.getByRole('link', { name: 'Poser une question' }))
      await page.locator('textarea[name=body]').fill('Et sur une tablette ?')
      await page.getByLabel('Titre').fill(`Sur tablette ${count} ?`)
      await go(page, page.getByRole('button', { name: 'Publier la discussion' }))
      await page.goto(original.url)
      await page.getByRole('link', { name: new RegExp(`Sur tablette ${count}`) }).waitFor()
    })

    async function aCopy() {
      const { body } = await me.postJson(`${original.url}/adaptations`, { title: `Copie ${count}` })
      return String(body.url)
    }
  })
}

type Pressed = { click(): Promise<void> }

/** Presses what leads to another page, and waits for that page. */
async function go(page: Page, what: Pressed) {
  const left = page.waitForEvent('domcontentloaded')
  await what.click()
  await left
  await page.waitForLoadState()
}

async function heading(page: Page, name: string) {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
