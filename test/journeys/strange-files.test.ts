import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { Draft } from '../../models/draft.ts'
import { Resource } from '../../models/resource.ts'
import { aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { aPhoto } from '../support/runs.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const HEIC = Buffer.from('00000024667479706865696300000000', 'hex')

describe('strange files chosen in a browser', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let me: Awaited<ReturnType<typeof signedInAs>>
  let folder: string
  before(async () => {
    me = await signedInAs(hub)
    folder = await mkdtemp(join(tmpdir(), 'strange-'))
  })
  after(() => rm(folder, { recursive: true }))

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with a script' : 'without'

    it(`are refused in clear words beside the field, the rest intact, ${how}`, async () => {
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto('/ressources/nouvelle')
      const title = aTitle('Intact')
      await page.getByLabel('Titre').first().fill(title)
      await page.getByLabel('Résumé').fill('Tout reste là.')
      const strange = {
        'photo.png': { bytes: Buffer.from(SVG), says: '« photo.png » n’est pas d’un type accepté' },
        'IMG_0042.heic': { bytes: HEIC, says: '« IMG_0042.heic » n’est pas d’un type accepté' },
        'vide.pdf': { bytes: Buffer.alloc(0), says: '« vide.pdf » est vide' },
      }
      for (const [name, { bytes, says }] of Object.entries(strange)) {
        await choose(page, [file(name, bytes)])
        await publish(page)
        await beside(page, says)
        expect(await page.getByLabel('Titre').first().inputValue()).to.equal(title)
        expect(await page.getByLabel('Résumé').inputValue()).to.equal('Tout reste là.')
      }
      expect(await Resource.countDocuments({ title })).to.equal(0)
    })

    it(`too many at once are told, ${how}`, async () => {
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto('/ressources/nouvelle')
      const title = aTitle('Quarante')
      await page.getByLabel('Titre').first().fill(title)
      await choose(
        page,
        Array.from({ length: 40 }, (_, n) => file(`f${n}.txt`, Buffer.from(`${n}`))),
      )
      await publish(page)
      await beside(page, 'C’est trop de fichiers à la fois')
      expect(await page.getByLabel('Titre').first().inputValue()).to.equal(title)
    })

    it(`a photo of 60 MB is told to be too heavy, ${how}`, async () => {
      const heavy = join(folder, 'photo-60.jpg')
      const handle = await open(heavy, 'w')
      await handle.write(await aPhoto(60, 40))
      await handle.truncate(60_000_000)
      await handle.close()
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto('/ressources/nouvelle')
      const title = aTitle('Lourd')
      await page.getByLabel('Titre').first().fill(title)
      await page.getByLabel('Fichiers à joindre').setInputFiles(heavy)
      if (!javaScriptEnabled) await publish(page)
      await beside(page, '« photo-60.jpg » est trop lourd : 25 Mo au plus par fichier')
      expect(await page.getByLabel('Titre').first().inputValue()).to.equal(title)
    })

    it(`a document that is none is not imported, and leaves nothing, ${how}`, async () => {
      // Of their own: a page left before may still be keeping its draft.
      const importer = await signedInAs(hub)
      const page = await pageOf(importer, hub, { javaScriptEnabled })
      const strange = {
        'lettre.docx': { bytes: Buffer.from('%PDF-1.7\n%%EOF'), says: 'lettre' },
        'vide.odt': { bytes: Buffer.alloc(0), says: '« vide.odt »' },
        'image.png': { bytes: Buffer.from(SVG), says: '« image.png »' },
      }
      for (const [name, { bytes, says }] of Object.entries(strange)) {
        await page.goto('/ressources/importation')
        await page.getByLabel('Le document').setInputFiles(file(name, bytes))
        await page.getByRole('button', { name: 'Importer' }).click()
        await beside(page, says)
      }
      expect(await Draft.countDocuments({ member: importer.member._id })).to.equal(0)
    })
  }

  it('a name of 300 signs, with pictures and from right to left, is kept readable', async () => {
    const page = await pageOf(me, hub, { viewport: { width: 390, height: 800 } })
    await page.goto('/ressources/nouvelle')
    const title = aTitle('Nom long')
    await page.getByLabel('Titre').first().fill(title)
    const name = `🙂 \u202Egpj.${'é'.repeat(100)} تجربة.txt`
    await choose(page, [file(name, Buffer.from('Bonjour'))])
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(390)
    await publish(page)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    const resource = await Resource.findOne({ title }).lean()
    expect(resource?.attachments[0]?.name)
      .to.match(/\.txt$/)
      .and.not.contain('\u202E')
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(390)
  })
})

async function choose(page: Page, files: ReturnType<typeof file>[]) {
  await page.getByLabel('Fichiers à joindre').setInputFiles(files)
}

async function publish(page: Page) {
  await page.getByRole('button', { name: 'Publier' }).click()
}

/** The field itself says what is wrong with it, to those who listen as to those who look. */
async function beside(page: Page, words: string) {
  const wrong = page.locator('input[type=file][aria-invalid=true]')
  await wrong.waitFor()
  const ids = (await wrong.getAttribute('aria-describedby'))?.split(' ') ?? []
  const told = await Promise.all(ids.map(id => page.locator(`#${id}`).textContent()))
  expect(told.join(' ').replace(/\s/g, ' ')).to.contain(words)
}

function file(name: string, buffer: Buffer) {
  return { name, mimeType: 'application/octet-stream', buffer }
}
