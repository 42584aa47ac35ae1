import { expect } from 'chai'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { inspect } from '../support/inspection.ts'
import { signedInAs } from '../support/people.ts'

describe('accessibility of collections', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('a collection is made, filled and arranged; each page of it passes', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const slugs = []
    for (let n = 0; n < 3; n++) slugs.push((await aResource({ title: aTitle('Fiche') })).slug)
    const page = await pageOf(coordinator, hub)
    await page.goto('/collections')
    await inspect(page)
    await page.goto('/collections/nouvelle')
    await inspect(page)
    await page.fill('[name=title]', 'Premiers pas, six séances')
    await page.selectOption('[name=audience]', 'public')
    await page.check('[name=official]')
    await page.click('main form .primary')
    await page.waitForURL('/collections/premiers-pas-six-seances')
    await inspect(page)
    for (const slug of slugs) {
      await page.goto(`/ressources/${slug}`)
      await page.click('text=Ajouter à une collection')
      await Promise.all([
        page.waitForURL('/collections/premiers-pas-six-seances'),
        page.click('button:has-text("Premiers pas, six séances")'),
      ])
    }
    const last = await page.textContent('main ol > li:last-child h2')
    await page.click('text=Ranger')
    await inspect(page)
    await page.fill('main ol > li:last-child [name=notes]', 'Pour commencer')
    for (const place of [2, 1]) {
      await page.locator('main ol > li').nth(place).locator('[data-up]').press('Enter')
    }
    expect(await page.textContent('[data-said]')).to.contain('place 1')
    await Promise.all([page.waitForEvent('load'), page.click('main form .primary')])
    expect(await page.inputValue('main ol > li:first-child [name=notes]')).to.equal(
      'Pour commencer',
    )
    await page.click('text=Terminer')
    const first = await page.textContent('main ol > li:first-child h2')
    expect(first?.replace('1. ', '')).to.equal(last?.replace('3. ', ''))
    await inspect(page)
    for (const path of ['/collections/premiers-pas-six-seances/modifier', '/collections']) {
      await page.goto(path)
      await inspect(page)
    }
  })
})
