import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { aDocx, anOdt, para, picture } from '../importing/documents.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'

describe('a library brought in, arranged, found and taken away', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let me: Awaited<ReturnType<typeof signedInAs>>
  before(async () => {
    me = await signedInAs(hub)
  })

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with a script' : 'without'

    it(`documents of three kinds become drafts, ${how}`, async () => {
      const page = await pageOf(me, hub, { javaScriptEnabled })
      const steps = [
        '<text:h text:outline-level="1">De LibreOffice</text:h>',
        '<text:p>Bonjour.</text:p>',
      ]
      const documents = {
        'word.docx': await aDocx(
          [para('De Word', 'heading1'), para('Bonjour.'), picture('Un carré')].join(''),
        ),
        'libre.odt': await anOdt(steps.join('')),
        'texte.md': Buffer.from('# De Markdown\n\nBonjour.\n'),
      }
      for (const [name, buffer] of Object.entries(documents)) {
        await page.goto('/ressources/nouvelle')
        await go(page, page.getByRole('link', { name: 'Importer un document' }))
        await page.getByLabel('Le document').setInputFiles({ ...file(name), buffer })
        await page.getByRole('button', { name: 'Importer' }).click()
        await page.waitForURL(/brouillons\/[0-9a-f]{24}$/)
        expect(await page.getByLabel('Titre').first().inputValue(), name).to.match(/^De /)
        expect(await page.locator('[name=body]').inputValue(), name).to.contain('Bonjour.')
        await go(page, page.getByRole('button', { name: 'Jeter le brouillon' }))
      }
    })

    it(`a collection is made, filled, arranged by keyboard, and read without a line, ${how}`, async () => {
      const page = await pageOf(me, hub, { javaScriptEnabled })
      const [one, two] = [
        await aResource({ title: aTitle('Un') }),
        await aResource({ title: aTitle('Deux') }),
      ]
      const title = aTitle('Premiers pas')
      await page.goto('/collections/nouvelle')
      await page.getByLabel('Titre').fill(title)
      await go(page, page.getByRole('button', { name: 'Créer la collection' }))
      const address = new URL(page.url()).pathname
      for (const { slug } of [one, two]) {
        await page.goto(`/ressources/${slug}`)
        await page.getByText('Ajouter à une collection').focus()
        await page.keyboard.press('Enter')
        await go(page, page.getByRole('button', { name: title }))
      }
      await go(page, page.getByRole('link', { name: 'Ranger' }))
      await page.getByRole('button', { name: `Monter, ${two.title}` }).focus()
      const press = { click: () => page.keyboard.press('Enter') }
      await (javaScriptEnabled ? press.click() : go(page, press))
      await go(page, page.getByRole('button', { name: 'Enregistrer' }))
      await page.getByRole('status').filter({ hasText: 'enregistré' }).waitFor()
      await go(page, page.getByRole('link', { name: 'Terminer' }).first())
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).to.deep.equal([
        `1. ${two.title}`,
        `2. ${one.title}`,
      ])
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Emporter sans connexion' }).click(),
      ])
      const folder = await unpacked(await download.path())
      await page.context().setOffline(true)
      await page.goto(pathToFileURL(join(folder, 'index.html')).href)
      await go(page, page.getByRole('link', { name: two.title }))
      await page.getByRole('heading', { name: 'Le trombone' }).waitFor()
      await page.context().setOffline(false)
      await rm(folder, { recursive: true })
      expect(address).to.match(/^\/collections\//)
    })

    it(`a sheet is found by words and by what one has, or asked for, ${how}`, async () => {
      const title = aTitle('Claviers musicaux')
      await aResource({ title, materials: ['4 ordinateurs'], durationMinutes: 45 })
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto('/ressources')
      await page.getByLabel('Avec ces mots').fill('clavier musical')
      await page.locator('[name=pc]').fill('4')
      await page.getByLabel('Minutes').fill('60')
      await go(page, page.getByRole('button', { name: /^Afficher/ }))
      await page.getByRole('link', { name: title }).first().waitFor()
      expect(await page.getByLabel('Minutes').inputValue()).to.equal('60')
      await page.getByLabel('Avec ces mots').fill('zygomorphe')
      await go(page, page.getByRole('button', { name: /^Afficher/ }))
      await page.getByText('Rien ne correspond').waitFor()
      await go(page, page.getByRole('link', { name: 'Poser la question au réseau' }))
      expect(await page.getByLabel('Titre').inputValue()).to.contain('zygomorphe')
    })
  }

  it('a sheet is printed: its PDF opens under its title, and its handout beside', async () => {
    const { slug, title } = await aResource({ title: aTitle('À imprimer') })
    const page = await pageOf(me, hub)
    await page.goto(`/ressources/${slug}`)
    const link = page.getByRole('link', { name: 'Imprimer (PDF)' })
    const answer = await page.context().request.get((await link.getAttribute('href')) ?? '')
    expect(answer.headers()['content-type']).to.equal('application/pdf')
    expect(answer.headers()['content-disposition']).to.match(/^inline/)
    expect((await answer.body()).subarray(0, 5).toString()).to.equal('%PDF-')
    await go(page, page.getByRole('link', { name: 'Livret' }))
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  })
})

type Pressed = { click(): Promise<void> }

/** Presses what leads to another page, and waits for that page. */
async function go(page: Page, what: Pressed) {
  const left = page.waitForEvent('domcontentloaded')
  await what.click()
  await left
  await page.waitForLoadState()
}

function file(name: string) {
  return { name, mimeType: 'application/octet-stream' }
}

/** Where one opens it: a folder of pages. */
async function unpacked(archive: string) {
  const folder = await mkdtemp(join(tmpdir(), 'pack-'))
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(archive)))) {
    if (name.endsWith('/')) continue
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return folder
}
