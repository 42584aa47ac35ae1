import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { aResource, aTitle } from '../library/support/resources.ts'
import { newPage, pageAs, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { openLine } from '../support/line.ts'
import { expectCuts } from '../support/watched.ts'

describe('leading a workshop in a browser', function () {
  this.timeout(60_000)
  const hub = useHub()
  useBrowser()

  const shown = (page: Page) => page.locator('.lead-step:visible h2').allTextContents()

  it('shows one step at a time, by button and by keyboard', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await newPage(hub)
    await page.goto(`/ressources/${slug}/animer`)
    expect(await shown(page)).to.deep.equal(['Tour de table'])
    await page.keyboard.press('ArrowRight')
    expect(await shown(page)).to.deep.equal(['Le trombone'])
    expect(await page.textContent('[data-said]')).to.contain('Le trombone')
    expect(new URL(page.url()).hash).to.equal('#etape-2')
    expect(await page.isDisabled('[data-next]')).to.equal(true)
    const told = page.getByRole('link', { name: 'J’ai animé cette fiche' })
    expect(await told.getAttribute('href')).to.equal(`/ressources/${slug}/seances/nouvelle`)
    await page.click('[data-before]')
    expect(await shown(page)).to.deep.equal(['Tour de table'])
    expect(await page.getAttribute('.pace rect >> nth=0', 'data-step')).to.equal('now')
  })

  it('counts the time of each step, pauses, and speaks softly', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await newPage(hub)
    await page.clock.install({ time: new Date('2026-03-03T10:00:00') })
    await page.goto(`/ressources/${slug}/animer`)
    expect(await page.textContent('[data-clock]')).to.equal('20:00')
    await page.keyboard.press('Space')
    await page.clock.runFor(5 * 60_000)
    expect(await page.textContent('[data-clock]')).to.match(/^15:0[01]$/)
    expect(await page.textContent('[data-run]')).to.equal('Pause')
    await page.keyboard.press('Space')
    await page.clock.runFor(60_000)
    expect(await page.textContent('[data-clock]')).to.match(/^15:0[01]$/)
    await page.click('[data-run]')
    await page.clock.runFor(10 * 60_000 + 1000)
    expect(await page.textContent('[data-said]')).to.match(/^5 minutes/)
    await page.clock.runFor(5 * 60_000)
    expect(await page.textContent('[data-said]')).to.contain('Le trombone')
    await page.clock.runFor(60_000)
    expect(await page.textContent('[data-clock]')).to.match(/^\+1:0\d$/)
    await page.reload()
    expect(await page.textContent('[data-clock]')).to.match(/^\+1:0\d$/)
  })

  it('opens again without a line when everybody may read it', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const line = await openLine(hub)
    const page = await newPage({ url: line.url })
    await page.goto(`/ressources/${slug}/animer`)
    await kept(page, `/ressources/${slug}/animer`)
    expectCuts(page)
    line.cut()
    await page.reload()
    expect(await shown(page)).to.deep.equal(['Tour de table'])
    await page.keyboard.press('ArrowRight')
    expect(await shown(page)).to.deep.equal(['Le trombone'])
    line.mend()
  })

  it('keeps what is reserved only when asked, and forgets it when its reader leaves', async () => {
    const { slug } = await aResource({ title: aTitle(), audience: 'network' })
    const address = `/ressources/${slug}/animer`
    const line = await openLine(hub)
    const page = await pageAs({ url: line.url }, 'volunteer')
    await page.goto(address)
    expect(await page.evaluate(`caches.has('animer-1')`)).to.equal(false)
    await page.click('[data-keep]')
    await kept(page, address)
    expectCuts(page)
    line.cut()
    await page.reload()
    expect(await shown(page)).to.deep.equal(['Tour de table'])
    line.mend()
    await page.goto('/')
    await page.evaluate(`fetch('/deconnexion', { method: 'POST' })`)
    await until(page, `!(await caches.has('animer-1'))`)
    expect((await page.goto(address))?.status()).to.equal(404)
  })

  it('forgets a sheet that is no longer open to its reader', async () => {
    const sheet = await aResource({ title: aTitle() })
    const address = `/ressources/${sheet.slug}/animer`
    const page = await newPage(hub)
    await page.goto(address)
    await kept(page, address)
    const { Resource } = await import('../../models/resource.ts')
    await Resource.updateOne({ _id: sheet._id }, { $set: { state: 'hidden' } })
    expect((await page.goto(address))?.status()).to.equal(404)
    await until(page, `!(await (await caches.open('animer-1')).match('${address}'))`)
  })

  it('passes the inspection, narrow and wide, light and dark', async () => {
    const { slug } = await aResource({ title: aTitle() })
    const page = await newPage(hub)
    await page.goto(`/ressources/${slug}/animer`)
    await page.click('[data-run]')
    await inspect(page)
  })
})

/** What the browser keeps is there, and answers for the page. */
function kept(page: Page, address: string) {
  return until(
    page,
    `(await (await caches.open('animer-1')).match('${address}')) &&
      (await (await caches.open('animer-1')).keys()).length > 2 &&
      navigator.serviceWorker.controller?.state === 'activated'`,
  )
}

/** Waits in the page for what only promises tell. */
function until(page: Page, condition: string) {
  return page.evaluate(`new Promise(resolve => {
    const look = async () => ((${condition}) ? resolve() : requestAnimationFrame(look))
    look()
  })`)
}
