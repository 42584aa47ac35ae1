import { expect } from 'chai'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { Draft } from '../../models/draft.ts'
import { Resource } from '../../models/resource.ts'
import { aResource, aTitle } from '../library/support/resources.ts'
import { newPage, pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { openLine } from '../support/line.ts'
import { signedInAs } from '../support/people.ts'
import { expectCuts } from '../support/watched.ts'

const NEW = '/ressources/nouvelle'

describe('writing a resource', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()

  it('is kept as one types, found again, and gone once published', async () => {
    const me = await signedInAs(hub)
    const page = await pageOf(me, hub)
    const title = aTitle('Gardé')
    await page.goto(NEW)
    await page.fill('[name=title]', title)
    await saved(page)
    expect(new URL(page.url()).pathname).to.match(/^\/ressources\/brouillons\/[0-9a-f]{24}$/)
    await page.reload()
    expect(await page.inputValue('[name=title]')).to.equal(title)
    await page.click('#texte > summary')
    await page.fill('[name=body]', 'Un **texte**')
    await publish(page)
    expect(await page.textContent('h1')).to.equal(title)
    expect(await page.locator('.prose strong').textContent()).to.equal('texte')
    expect(await Draft.countDocuments({ member: me.member._id })).to.equal(0)
    expect(await keptInBrowser(page)).to.deep.equal([])
  })

  it('loses nothing when the line is cut in the middle, nor when the page is closed then', async () => {
    const me = await signedInAs(hub)
    const line = await openLine(hub)
    const page = await pageOf(me, { url: line.url })
    expectCuts(page)
    const title = aTitle('Coupé')
    await page.goto(NEW)
    await page.fill('[name=title]', title)
    await saved(page)
    line.cut()
    await page.fill('[name=summary]', 'Écrit sans ligne')
    await status(page, 'La ligne est coupée')
    // Publishing waits: no browser's error page takes the place of what was written.
    await page.click('form[data-writing] button.primary:not([type=button])')
    await status(page, 'La ligne est coupée')
    expect(await page.inputValue('[name=summary]')).to.equal('Écrit sans ligne')
    const address = page.url()
    await page.close({ runBeforeUnload: false })
    const again = await page.context().newPage()
    line.mend()
    await again.goto(address)
    await again.locator('[name=summary][value="Écrit sans ligne"]').waitFor()
    const draft = await Draft.findOne({ title }).lean()
    expect(draft?.values.summary).to.equal('Écrit sans ligne')
    expect(await Resource.countDocuments({ title })).to.equal(0)
  })

  it('goes on by itself when the line is back', async () => {
    const me = await signedInAs(hub)
    const line = await openLine(hub)
    const page = await pageOf(me, { url: line.url })
    expectCuts(page)
    const title = aTitle('Revenu')
    await page.goto(NEW)
    line.cut()
    await page.fill('[name=title]', title)
    await status(page, 'La ligne est coupée')
    expect(await keptInBrowser(page)).to.have.length(1)
    line.mend()
    await saved(page)
    expect(await keptInBrowser(page)).to.deep.equal([])
    expect(await Draft.countDocuments({ title })).to.equal(1)
    await publish(page)
    expect(await page.textContent('h1')).to.equal(title)
  })

  it('leaves nothing in the browser for who comes next', async () => {
    const me = await signedInAs(hub)
    const line = await openLine(hub)
    const page = await pageOf(me, { url: line.url })
    expectCuts(page)
    await page.goto(NEW)
    line.cut()
    await page.fill('[name=title]', 'Un secret')
    await status(page, 'La ligne est coupée')
    line.mend()
    await page.click('.tools summary')
    await Promise.all([page.waitForURL('**/'), page.click('form[action="/deconnexion"] button')])
    expect(await keptInBrowser(page)).to.deep.equal([])
  })

  it('takes a picture into the text, with words for those who do not see it', async () => {
    const me = await signedInAs(hub)
    const page = await pageOf(me, hub)
    const title = aTitle('Image')
    await page.goto(NEW)
    await page.fill('[name=title]', title)
    await page.selectOption('[name=kind]', 'guide')
    await page.click('#texte > summary')
    await page.fill('[name=body]', 'Voici : ')
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    await drop(page, '[name=body]', photo)
    await page.waitForSelector('dialog[open]')
    await page.keyboard.type('Un carré rouge')
    await page.keyboard.press('Enter')
    await until(
      page,
      `/!\\[Un carré rouge\\]\\(\\/ressources\\/brouillons\\//.test(document.querySelector('[name=body]').value)`,
    )
    await publish(page)
    const image = page.locator('.prose img')
    expect(await image.getAttribute('alt')).to.equal('Un carré rouge')
    expect(await image.getAttribute('src')).to.match(/^\/ressources\/[^/]+\/pieces-jointes\//)
    const width = `(async img => (await img.decode(), img.naturalWidth))(document.querySelector('.prose img'))`
    expect(await page.evaluate(width)).to.equal(40)
  })

  it('is done with the keyboard alone: parts, toolbar, steps and their order', async () => {
    const me = await signedInAs(hub)
    const page = await pageOf(me, hub)
    await page.goto(NEW)
    await page.focus('#texte > summary')
    await page.keyboard.press('Enter')
    await page.focus('[name=body]')
    await page.keyboard.type('gras')
    await page.keyboard.press('Shift+Home')
    await page.keyboard.press('Control+b')
    expect(await page.inputValue('[name=body]')).to.equal('**gras**')
    await page.keyboard.press('Tab')
    expect(await focused(page)).to.equal('Titre')
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).to.contain('Gras')
    await page.focus('#etapes > summary')
    await page.keyboard.press('Enter')
    await page.fill('[name="steps[0][title]"]', 'Un')
    await page.fill('[name="steps[1][title]"]', 'Deux')
    await page.fill('[name="steps[1][minutes]"]', '25')
    await page.locator('[data-step]').nth(1).locator('[data-up]').focus()
    await page.keyboard.press('Enter')
    expect(await titles(page)).to.deep.equal(['Deux', 'Un'])
    await page.click('#pourqui > summary')
    await page.fill('[name=durationMinutes]', '40')
    expect(await page.textContent('p[data-total]')).to.contain('La durée annoncée est différente')
  })

  it('moves a step by dragging it', async () => {
    const me = await signedInAs(hub)
    const page = await pageOf(me, hub)
    await page.goto(NEW)
    await page.click('#etapes > summary')
    for (const [n, title] of ['Un', 'Deux', 'Trois'].entries()) {
      if (n === 2) await page.click('[name=addSteps]')
      await page.fill(`[name="steps[${n}][title]"]`, title)
    }
    const rows = page.locator('[data-step]')
    await rows.nth(0).scrollIntoViewIfNeeded()
    const grip = await rows.nth(0).locator('[data-grip]').boundingBox()
    const last = await rows.nth(1).boundingBox()
    if (!grip || !last) throw new Error('Nothing to hold')
    await page.mouse.move(grip.x + 5, grip.y + 5)
    await page.mouse.down()
    await page.mouse.move(grip.x + 5, last.y + last.height - 4, { steps: 8 })
    await page.mouse.up()
    expect(await titles(page)).to.deep.equal(['Deux', 'Un', 'Trois'])
  })

  it('shows the page that it will be, in a tab beside', async () => {
    const me = await signedInAs(hub)
    for (const javaScriptEnabled of [true, false]) {
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto(NEW)
      await page.fill('[name=title]', 'Vu avant')
      const [preview] = await Promise.all([
        page.context().waitForEvent('page'),
        page.click('[formaction="/ressources/apercu"]'),
      ])
      await preview.waitForLoadState()
      expect(await preview.textContent('h1')).to.equal('Vu avant')
      expect(await page.inputValue('[name=title]')).to.equal('Vu avant')
    }
  })

  it('is kept without a script by its button, and published', async () => {
    const me = await signedInAs(hub)
    const page = await pageOf(me, hub, { javaScriptEnabled: false })
    const title = aTitle('Sans script')
    await page.goto(NEW)
    await page.fill('[name=title]', title)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/ressources/brouillons/*')
    expect(await page.inputValue('[name=title]')).to.equal(title)
    await page.goto('/ressources/brouillons')
    await page.click(`text=${title}`)
    await publish(page)
    expect(await page.textContent('h1')).to.equal(title)
  })

  it('merges what two people wrote, with and without a script', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const me = await signedInAs(hub)
      const other = await signedInAs(hub, 'coordinator')
      const { slug } = await aResource({ title: aTitle(), summary: 'Avant' }, me.member)
      const page = await pageOf(me, hub, { javaScriptEnabled })
      await page.goto(`/ressources/${slug}/modifier`)
      await page.fill('[name=summary]', 'Le mien')
      await page.fill('[name=cost]', '3 €')
      await other.postJson(`/ressources/${slug}/modifier`, {
        summary: 'Le sien',
        level: 'advanced',
      })
      const [answer] = await Promise.all([
        page.waitForResponse(
          reply => reply.url().endsWith('/modifier') && reply.request().method() === 'POST',
        ),
        page.click('form[data-writing] p.row > button.primary'),
      ])
      expect(answer.status()).to.equal(409)
      await page.check('[name="choices[summary]"][value=theirs]')
      await Promise.all([page.waitForURL('**/modifier'), page.click('main form button.primary')])
      expect(await page.inputValue('[name=summary]')).to.equal('Le sien')
      await publish(page)
      const { body } = await me.getJson(`/ressources/${slug}`)
      expect(body).to.deep.include({
        summary: 'Le sien',
        cost: '3 €',
        level: 'advanced',
        version: 3,
      })
    }
  })

  it('is not for a visitor', async () => {
    const page = await newPage(hub)
    await page.goto(NEW)
    expect(new URL(page.url()).pathname).to.equal('/connexion')
  })
})

function saved(page: Page) {
  return status(page, 'Brouillon enregistré')
}

async function status(page: Page, words: string) {
  await page.locator('[data-draft-status]', { hasText: words }).waitFor()
}

/** The page's own rules forbid what `waitForFunction` does. */
function until(page: Page, condition: string) {
  return page.evaluate(
    `new Promise(done => { const look = () => (${condition}) ? done() : requestAnimationFrame(look); look() })`,
  )
}

async function publish(page: Page) {
  await Promise.all([
    page.waitForURL(url => !/nouvelle|brouillons|modifier|fusion/.test(url.pathname)),
    page.click('form[data-writing] p.row > button.primary'),
  ])
}

function keptInBrowser(page: Page) {
  return page.evaluate<string[]>(
    `Object.keys(localStorage).filter(name => name.startsWith('brouillon '))`,
  )
}

async function titles(page: Page) {
  const fields = await page.locator('[data-step] [name$="[title]"]').all()
  const values = await Promise.all(fields.map(field => field.inputValue()))
  return values.filter(Boolean)
}

function focused(page: Page) {
  return page.evaluate<string>('document.activeElement.textContent.trim()')
}

async function drop(page: Page, selector: string, bytes: Buffer) {
  const data = await page.evaluateHandle(
    `(() => {
      const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), c => c.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], 'carre.png', { type: 'image/png' }))
      return data
    })()`,
  )
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data })
}
