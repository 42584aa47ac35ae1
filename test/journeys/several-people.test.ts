import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { Resource } from '../../models/resource.ts'
import { SHEET } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { expectCuts } from '../support/watched.ts'

describe('several people on one sheet', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()
  let author: Awaited<ReturnType<typeof signedInAs>>
  let other: Awaited<ReturnType<typeof signedInAs>>
  let sheet: { url: string; slug: string }
  beforeEach(async () => {
    author = await signedInAs(hub, 'animateur', { name: 'Nolwenn' })
    other = await signedInAs(hub, 'coordinator', { name: 'Yann' })
    sheet = (await author.postJson('/ressources', SHEET)).body
  })

  it('two write, a third restores: each is told, and nobody’s words are lost', async () => {
    const third = await signedInAs(hub, 'coordinator', { name: 'Lena' })
    await author.postJson(`${sheet.url}/modifier`, { summary: 'Deuxième version' })
    const [one, two, three] = await Promise.all([
      pageOf(author, hub),
      pageOf(other, hub),
      pageOf(third, hub),
    ])
    await Promise.all([
      one.goto(`${sheet.url}/modifier`),
      two.goto(`${sheet.url}/modifier`),
      three.goto(`${sheet.url}/versions/1`),
    ])
    await one.getByLabel('Résumé').fill('Par Nolwenn')
    await drafted(one)
    await two.locator('[name=cost]').fill('2 €')
    await two.getByText('Nolwenn modifie aussi cette ressource').waitFor()
    await three.getByRole('button', { name: 'Rétablir cette version' }).click()
    await three.getByRole('status').filter({ hasText: 'enregistré' }).waitFor()
    await one.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await one.getByRole('heading', { level: 1, name: 'Réunir les deux textes' }).waitFor()
    await one.getByRole('radio', { name: 'Mon texte' }).check()
    await one.getByRole('button', { name: 'Réunir, puis relire' }).click()
    await one.waitForURL('**/modifier')
    await one.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await one.waitForURL(`**${sheet.url}`)
    await two.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await two.getByRole('heading', { level: 1, name: 'Réunir les deux textes' }).waitFor()
    await two.getByRole('button', { name: 'Réunir, puis relire' }).click()
    await two.waitForURL('**/modifier')
    await two.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await two.waitForURL(`**${sheet.url}`)
    expect((await author.getJson(sheet.url)).body).to.include({
      ...{ version: 5, summary: 'Par Nolwenn', cost: '2 €' },
    })
  })

  it('a version restored while it was being looked at is not restored over newer words', async () => {
    await author.postJson(`${sheet.url}/modifier`, { summary: 'Deuxième version' })
    const page = await pageOf(other, hub)
    await page.goto(`${sheet.url}/versions/1`)
    await author.postJson(`${sheet.url}/modifier`, { summary: 'Troisième version' })
    await page.getByRole('button', { name: 'Rétablir cette version' }).click()
    await page.getByRole('alert').filter({ hasText: 'entre-temps' }).waitFor()
    expect((await author.getJson(sheet.url)).body).to.include({ summary: 'Troisième version' })
  })

  it('two adapt at once, and each has a copy', async () => {
    const pages = await Promise.all([pageOf(other, hub), pageOf(author, hub)])
    await Promise.all(pages.map(page => page.goto(`${sheet.url}/adapter`)))
    await Promise.all(
      pages.map(async page => {
        await page.getByLabel('Titre').fill('La même idée')
        await page.getByRole('button', { name: 'Créer ma copie' }).click()
        await page.getByRole('heading', { level: 1, name: 'La même idée' }).waitFor()
      }),
    )
    expect(await Resource.countDocuments({ title: 'La même idée' })).to.equal(2)
    expect(new Set(pages.map(page => page.url())).size).to.equal(2)
  })

  it('pressing twice saves once, with and without a script', async () => {
    for (const [n, javaScriptEnabled] of [true, false].entries()) {
      const page = await pageOf(author, hub, { javaScriptEnabled })
      await page.goto(`${sheet.url}/modifier`)
      await page.getByLabel('Résumé').fill(`Une fois ${n}`)
      await page.getByRole('button', { name: 'Enregistrer', exact: true }).dblclick()
      await page.getByRole('status').filter({ hasText: 'enregistré' }).waitFor()
      expect((await author.getJson(sheet.url)).body.version).to.equal(n + 2)
    }
  })

  it('a draft open in two windows says so, and keeps both texts', async () => {
    const page = await pageOf(author, hub)
    expectCuts(page)
    await page.goto(`${sheet.url}/modifier`)
    await page.getByLabel('Résumé').fill('Fenêtre un')
    await drafted(page)
    const second = await page.context().newPage()
    await second.goto(`${sheet.url}/modifier`)
    expect(await second.getByLabel('Résumé').inputValue()).to.equal('Fenêtre un')
    await second.getByLabel('Résumé').fill('Fenêtre deux')
    await drafted(second)
    await page.getByLabel('Résumé').fill('Fenêtre un, encore')
    await page.getByRole('status').filter({ hasText: 'autre fenêtre' }).waitFor()
    expect(await page.getByLabel('Résumé').inputValue()).to.equal('Fenêtre un, encore')
    await second.close()
  })
})

async function drafted(page: Page) {
  await page.getByRole('status').filter({ hasText: 'Brouillon enregistré' }).waitFor()
}
