import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { pageAs, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'

const WITHOUT = { javaScriptEnabled: false }

describe('without JavaScript', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser({ reuse: true })
  let network: Network
  before(async () => {
    network = await aLivelyNetwork(hub)
  })

  it('a sheet is written with its steps', async () => {
    const page = await pageAs(hub, 'animateur', WITHOUT)
    await page.goto('/ressources/nouvelle')
    for (const part of ['etapes', 'pourqui']) await page.click(`#${part} > summary`)
    await fill(page, {
      title: 'Reconnaître un message frauduleux',
      summary: 'Cinq indices, dix messages, une heure.',
      durationMinutes: '60',
      'steps[0][title]': 'Dix messages sur la table',
      'steps[0][minutes]': '20',
      'steps[0][body]': 'On les **trie** sans allumer un écran.',
    })
    await page.selectOption('[name="kind"]', 'sheet')
    await submit(page, 'button[name=addSteps]')
    const rows = await page.locator('fieldset [name^="steps["][name$="[title]"]').count()
    expect(rows).to.be.above(3)
    expect(await page.inputValue('[name="steps[0][title]"]')).to.equal('Dix messages sur la table')
    await fill(page, { 'steps[1][title]': 'Les cinq indices', 'steps[1][minutes]': '40' })
    await submit(page, 'main form button.primary')
    expect(await heading(page)).to.equal('Reconnaître un message frauduleux')
    expect(await page.locator('.steps h3').allTextContents()).to.deep.equal([
      'Dix messages sur la table',
      'Les cinq indices',
    ])
  })

  it('what is refused keeps what was typed', async () => {
    const page = await pageAs(hub, 'animateur', WITHOUT)
    await page.goto('/ressources/nouvelle')
    await fill(page, { summary: 'Un résumé sans titre' })
    await submit(page, 'main form button.primary')
    expect(await page.locator('#erreurs a').count()).to.be.above(0)
    expect(await page.inputValue('[name=summary]')).to.equal('Un résumé sans titre')
  })

  it('a gathering is published with its programme', async () => {
    const page = await pageAs(hub, 'coordinator', WITHOUT)
    await page.goto('/rencontres/nouvelle')
    await fill(page, {
      title: 'Atelier de printemps',
      startsAt: '2031-03-21T09:30',
      endsAt: '2031-03-21T17:00',
      venue: 'La Fabrique, Carhaix',
      'slots[0][title]': 'Café et présentations',
      'slots[0][room]': 'Hall',
    })
    await moment(page, 'slots[0][startsAt]', '09:30')
    await moment(page, 'slots[0][endsAt]', '10:00')
    await submit(page, 'main form button.primary')
    expect(await heading(page)).to.equal('Atelier de printemps')
    expect(await page.getByText('Café et présentations').first().isVisible()).to.equal(true)
  })

  it('a discussion is opened, answered, previewed and corrected', async () => {
    const page = await pageAs(hub, 'volunteer', WITHOUT)
    await page.goto('/discussions/nouvelle')
    await fill(page, { title: 'Un clavier plus grand ?', body: 'Pour **Marcel**, qui voit mal.' })
    await submit(page, 'main form button.primary')
    expect(await heading(page)).to.match(/^Un clavier plus grand/)

    await fill(page, { body: 'On en a *deux* à la médiathèque.' })
    await submit(page, 'button[name=apercu]')
    expect(await page.locator('#apercu em').textContent()).to.equal('deux')
    expect(await page.inputValue('[name=body]')).to.equal('On en a *deux* à la médiathèque.')
    await submit(page, 'main form button.primary')
    const reply = page.locator('article.post', { hasText: 'On en a deux' })
    expect(await reply.count()).to.equal(1)

    await Promise.all([
      page.waitForURL('**/modifier'),
      reply.getByRole('link', { name: 'Modifier' }).click(),
    ])
    await fill(page, { body: 'On en a trois à la médiathèque.' })
    await submit(page, 'main form button.primary')
    expect(await page.locator('article.post', { hasText: 'On en a trois' }).count()).to.equal(1)
  })

  it('a message is posted in a room', async () => {
    const page = await pageAs(hub, 'volunteer', WITHOUT)
    await page.goto(network.room.url)
    await fill(page, { body: 'Bonjour, d’un vieux téléphone.' })
    await submit(page, '.say button')
    expect(await page.locator('.said').last().textContent()).to.include('vieux téléphone')
  })

  it('the language and the appearance are chosen', async () => {
    const page = await pageAs(hub, 'volunteer', WITHOUT)
    await page.goto('/lieux')
    await submit(page, 'button[name=langue][value=en]')
    expect(new URL(page.url()).pathname).to.equal('/lieux')
    expect(await page.getAttribute('html', 'lang')).to.equal('en')
    await submit(page, 'button[name=apparence][value=dark]')
    expect(await page.getAttribute('html', 'data-theme')).to.equal('dark')
  })

  it('one signs out', async () => {
    const page = await pageAs(hub, 'volunteer', WITHOUT)
    await page.click('.tools summary')
    await submit(page, 'form[action="/deconnexion"] button')
    expect((await page.goto('/compte'))?.url()).to.include('/connexion?retour=')
  })
})

async function fill(page: Page, values: Record<string, string>) {
  for (const [name, value] of Object.entries(values))
    await page.fill(`main [name="${name}"]`, value)
}

/** A slot's field takes a time on a one-day gathering, a date and a time before the day is known. */
async function moment(page: Page, name: string, time: string) {
  const field = page.locator(`[name="${name}"]`)
  const isTime = (await field.getAttribute('type')) === 'time'
  await field.fill(isTime ? time : `2031-03-21T${time}`)
}

/** Presses a button and waits for the page that answers. */
async function submit(page: Page, button: string) {
  const answered = page.waitForEvent('framenavigated')
  await page.click(button)
  await answered
  await page.waitForLoadState()
}

async function heading(page: Page) {
  return (await page.textContent('h1'))?.trim()
}
