import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { Draft } from '../../models/draft.ts'
import { Rating } from '../../models/rating.ts'
import { Resource } from '../../models/resource.ts'
import { RunReport } from '../../models/run-report.ts'
import { Thread } from '../../models/thread.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { type Line, openLine } from '../support/line.ts'
import { signedInAs } from '../support/people.ts'
import { aPhoto } from '../support/runs.ts'
import { expectCuts } from '../support/watched.ts'

const WAITING = 'La ligne est coupée'

describe('with the line cut in the middle', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()
  let me: Awaited<ReturnType<typeof signedInAs>>
  let line: Line
  before(async () => {
    me = await signedInAs(hub)
    line = await openLine(hub)
  })
  afterEach(() => line.mend())

  async function aPage(path: string) {
    const page = await pageOf(me, { url: line.url })
    expectCuts(page)
    await page.goto(path)
    return page
  }

  it('a workshop told with its photo waits, and goes once', async () => {
    const { _id, slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/ressources/${slug}/seances/nouvelle`)
    await page.getByLabel('Combien de personnes').fill('6')
    await page.getByLabel('Ce qui a marché').fill('Tout le monde a joint sa facture.')
    await page.getByLabel('Ajouter une photo').setInputFiles(await photo())
    await page.getByLabel('Ce que montre la photo').fill('Six personnes autour d’une table')
    await page.getByLabel('Les personnes que l’on reconnaît').check()
    line.cut()
    await page.getByRole('button', { name: 'Raconter la séance' }).click()
    await told(page, WAITING)
    expect(await page.getByLabel('Combien de personnes').inputValue()).to.equal('6')
    await lineBack(page)
    await page.waitForURL(/seances\/[0-9a-f]{24}$/)
    expect(await RunReport.countDocuments({ resource: _id, photo: { $ne: null } })).to.equal(1)
    expect(await typedIn(page)).to.deep.equal([])
  })

  it('what somebody else left unsent on this computer goes', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/ressources/${slug}/avis`)
    const left = JSON.stringify({ fields: [['body', 'À moi seule.']], at: Date.now() })
    const place = 'draft form 65f000000000000000000000 /x'
    await page.evaluate(`localStorage.setItem('${place}', ${JSON.stringify(left)})`)
    await page.getByLabel('Pourquoi').fill('Claire.')
    await page.reload()
    expect(await typedIn(page)).to.deep.equal([
      `draft form ${me.member.id} /ressources/${slug}/avis`,
    ])
  })

  it('what was typed comes back with the page, and its answer lost makes no second one', async () => {
    const { _id, slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/ressources/${slug}/avis`)
    await page.getByRole('radio').first().check()
    await page.getByLabel('Pourquoi').fill('Claire, et **courte**.')
    line.cut()
    await page.getByRole('button', { name: 'Donner mon avis' }).click()
    await told(page, WAITING)
    line.mend()
    await page.reload()
    await told(page, 'Ce que vous aviez commencé ici est revenu.')
    expect(await page.getByLabel('Pourquoi').inputValue()).to.equal('Claire, et **courte**.')
    expect(await page.getByRole('radio').first().isChecked()).to.equal(true)
    await loseFirstAnswer(page, '**/avis')
    await page.getByRole('button', { name: 'Donner mon avis' }).click()
    await told(page, WAITING)
    await lineBack(page)
    await page.getByText('Claire, et courte.').first().waitFor()
    expect(await Rating.countDocuments({ resource: _id })).to.equal(1)
  })

  it('an adaptation whose answer was lost is made once', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/ressources/${slug}/adapter`)
    const title = aTitle('Chez nous')
    await page.getByLabel('Titre').fill(title)
    await loseFirstAnswer(page, '**/adaptations')
    await page.getByRole('button', { name: 'Créer ma copie' }).click()
    await told(page, WAITING)
    await lineBack(page)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await Resource.countDocuments({ title })).to.equal(1)
  })

  it('an imported document and an attachment wait as well, and arrive once', async () => {
    const title = aTitle('Importé')
    const page = await aPage('/ressources/importation')
    await page.getByLabel('Le document').setInputFiles(text('atelier.md', `# ${title}\n\nVoilà.`))
    line.cut()
    await page.getByRole('button', { name: 'Importer' }).click()
    await told(page, WAITING)
    await lineBack(page)
    await page.waitForURL(/brouillons\/[0-9a-f]{24}$/)
    expect(await Draft.countDocuments({ title })).to.equal(1)

    const { slug } = await aResource({ title: aTitle() }, me.member)
    await page.goto(`/ressources/${slug}/pieces-jointes`)
    await page.getByLabel('Fichiers à joindre').setInputFiles(text('note.txt', 'Une note'))
    await loseFirstAnswer(page, '**/pieces-jointes')
    await page.getByRole('button', { name: 'Envoyer les fichiers' }).click()
    await told(page, WAITING)
    await lineBack(page)
    await page.getByRole('link', { name: 'note.txt' }).waitFor()
    expect((await Resource.findOne({ slug }).lean())?.attachments).to.have.length(1)
  })

  it('what was chosen between two texts waits too', async () => {
    const author = await signedInAs(hub)
    const { slug } = await aResource({ title: aTitle(), summary: 'Avant' }, author.member)
    const { body: copy } = await me.postJson(`/ressources/${slug}/adaptations`, { title: aTitle() })
    await me.postJson(`${copy.url}/modifier`, { summary: 'Le mien' })
    await author.postJson(`/ressources/${slug}/modifier`, { summary: 'Le leur' })
    const page = await aPage(`${copy.url}/original`)
    await page.getByRole('radio').nth(1).check()
    const chosen = await page.getByRole('radio').nth(1).inputValue()
    line.cut()
    await page.getByRole('button', { name: 'Reprendre' }).click()
    await told(page, WAITING)
    await lineBack(page)
    await page.waitForURL(`**${copy.url}`)
    expect((await me.getJson(copy.url)).body).to.include({
      version: 3,
      summary: chosen === 'theirs' ? 'Le leur' : 'Le mien',
    })
  })

  it('a question keeps its title as well as its words', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/discussions/nouvelle?ressource=${slug}`)
    const title = aTitle('Avec une tablette ?')
    await page.getByLabel('Titre').fill(title)
    await page.locator('textarea[name=body]').fill('Le trombone n’est pas au même endroit.')
    line.cut()
    await page.getByRole('button', { name: 'Publier' }).click()
    await told(page, 'Le message n’est pas parti')
    line.mend()
    await page.reload()
    expect(await page.getByLabel('Titre').inputValue()).to.equal(title)
    expect(await page.locator('textarea[name=body]').inputValue()).to.contain('Le trombone')
    await page.getByRole('button', { name: 'Publier' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await Thread.countDocuments({ title })).to.equal(1)
  })

  it('a session that ended while one wrote is begun again beside, and nothing is lost', async () => {
    const { _id, slug } = await aResource({ title: aTitle() })
    const page = await aPage(`/ressources/${slug}/seances/nouvelle`)
    await page.getByLabel('Combien de personnes').fill('4')
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Raconter la séance' }).click()
    const link = page.getByRole('link', { name: 'Se connecter dans un nouvel onglet' })
    await link.waitFor()
    expect(await page.getByRole('alert').textContent()).to.contain('Votre session a pris fin')
    await page.context().addCookies(cookies)
    await page.getByRole('button', { name: 'Raconter la séance' }).click()
    await page.waitForURL(/seances\/[0-9a-f]{24}$/)
    expect(await RunReport.countDocuments({ resource: _id })).to.equal(1)
  })

  it('without a script it is said how to come back to what was written', async () => {
    const { _id, slug } = await aResource({ title: aTitle() })
    const page = await pageOf(me, hub, { javaScriptEnabled: false })
    const address = `/ressources/${slug}/avis`
    await page.goto(address)
    await page.getByRole('radio').first().check()
    await page.getByLabel('Pourquoi').fill('Claire.')
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Donner mon avis' }).click()
    await page.getByRole('status').filter({ hasText: 'Votre session a pris fin' }).waitFor()
    await page.context().addCookies(cookies)
    await page.goBack()
    expect(await page.getByLabel('Pourquoi').inputValue()).to.equal('Claire.')
    await page.getByRole('button', { name: 'Donner mon avis' }).click()
    await page.getByText('Claire.').first().waitFor()
    expect(await Rating.countDocuments({ resource: _id })).to.equal(1)
  })

  it('a draft waits for its writer to be back', async () => {
    const page = await aPage('/ressources/nouvelle')
    const title = aTitle('Session')
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await page.getByLabel('Titre').first().fill(title)
    await told(page, 'Votre session a pris fin')
    await page.context().addCookies(cookies)
    await page.evaluate(`dispatchEvent(new Event('online'))`)
    await told(page, 'Brouillon enregistré')
    expect(await Draft.countDocuments({ title })).to.equal(1)
  })

  /** The browser says so itself where it notices; the form would look again in seconds anyway. */
  async function lineBack(page: Page) {
    line.mend()
    await page.evaluate(`dispatchEvent(new Event('online'))`)
  }
})

async function told(page: Page, words: string) {
  await page.getByRole('status').filter({ hasText: words }).first().waitFor()
}

/** The hub gets it, and the browser never hears that it did. */
async function loseFirstAnswer(page: Page, address: string) {
  let lost = false
  await page.route(address, async route => {
    if (lost || route.request().method() !== 'POST') return route.continue()
    lost = true
    await route.fetch()
    await route.abort('connectionreset')
  })
}

function typedIn(page: Page) {
  return page.evaluate<string[]>(
    `Object.keys(localStorage).filter(name => name.startsWith('draft form '))`,
  )
}

async function photo() {
  return { name: 'atelier.jpg', mimeType: 'image/jpeg', buffer: await aPhoto(300, 200) }
}

function text(name: string, words: string) {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(words) }
}
