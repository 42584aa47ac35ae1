import { expect } from 'chai'
import sharp from 'sharp'
import { Resource } from '../../models/resource.ts'
import { makePreview } from '../../server/platform/attachments/previews/make.ts'
import { aTitle, SHEET } from '../library/support/resources.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'

describe('accessibility of what is taken away', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let url = ''
  let author: Awaited<ReturnType<typeof signedInAs>>

  before(async () => {
    author = await signedInAs(hub)
    const form = new FormData()
    form.set('kind', 'sheet')
    form.set('title', aTitle('Une fiche bien remplie'))
    form.set(
      'body',
      `${SHEET.body}\n\n[Le guide](https://example.org/une/adresse/plutot/longue/guide.html)`,
    )
    form.set('steps', JSON.stringify(SHEET.steps))
    form.set('materials', JSON.stringify(SHEET.materials))
    form.set('publics', JSON.stringify(SHEET.publics))
    const picture = sharp({
      create: { width: 900, height: 600, channels: 3, background: '#174670' },
    })
    form.append('files', new Blob([new Uint8Array(await picture.png().toBuffer())]), 'écran.png')
    form.append('files', new Blob(['Bonjour']), 'mémo.txt')
    const headers = { accept: 'application/json' }
    const made = await author.send('POST', '/ressources', { form, headers })
    url = JSON.parse(made.text).url
    const record = await Resource.findOne({ slug: JSON.parse(made.text).slug }).lean()
    for (const one of record?.attachments ?? []) await makePreview(one)
  })

  it('the sheet with its files passes, for a visitor and for its author', async () => {
    const visitor = await newPage(hub)
    await visitor.goto(url)
    for (const name of ['Animer', 'Livret', 'Imprimer (PDF)', 'Tout télécharger'])
      expect(await visitor.getByRole('link', { name }).isVisible(), name).to.equal(true)
    await inspect(visitor)
    const page = await pageOf(author, hub)
    await page.goto(url)
    await inspect(page)
  })

  it('the handout passes', async () => {
    const page = await newPage(hub)
    await page.goto(`${url}/livret`)
    await inspect(page)
  })

  it('the files with their looks pass', async () => {
    const page = await newPage(hub)
    await page.goto(`${url}/pieces-jointes`)
    expect(await page.getByRole('img', { name: 'écran.png' }).count()).to.equal(1)
    await inspect(page)
  })
})
