import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { pageAs, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { openLine } from '../support/line.ts'
import { aLivelyNetwork, type Network } from '../support/network.ts'
import { expectCuts } from '../support/watched.ts'

const SOON_MS = 2_000

describe('two browsers', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser()
  let network: Network
  before(async () => {
    network = await aLivelyNetwork(hub)
  })

  describe('in a room', () => {
    it('see who is there, who is typing, and what the other says', async () => {
      const [one, other] = await both(network.room.url)
      await one.page.fill('.say textarea', 'Je')
      await one.page.locator('.say textarea').pressSequentially('pars')
      await other.page.locator('.typing', { hasText: one.name }).waitFor({ timeout: SOON_MS })
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        const words = `Bonjour de ${from.name}`
        const ms = await arrival(from.page, to.page, words)
        process.stdout.write(`      a message takes ${ms.toFixed(0)} ms from key to screen\n`)
        expect(ms).to.be.below(SOON_MS)
      }
      expect(await said(one.page)).to.deep.equal(await said(other.page))
    })

    it('lose nothing and see nothing twice when a line is cut', async () => {
      const line = await openLine(hub)
      const [one, other] = await both(network.room.url, line)
      expectCuts(other.page)
      line.cut()
      await other.page.locator('.offline:not([hidden])').waitFor()
      for (const n of [1, 2, 3]) await say(one.page, `Pendant la coupure, ${n}`)
      await one.page.locator('.said', { hasText: 'Pendant la coupure, 3' }).waitFor()
      line.mend()
      await other.page.locator('.said', { hasText: 'Pendant la coupure, 3' }).waitFor()
      await arrival(other.page, one.page, 'Me revoilà')
      await other.page.locator('article:not(.pending) .said', { hasText: 'Me revoilà' }).waitFor()
      expect(await said(other.page)).to.deep.equal(await said(one.page))
      const last = (await said(one.page)).slice(-4)
      expect(last).to.deep.equal([
        'Pendant la coupure, 1',
        'Pendant la coupure, 2',
        'Pendant la coupure, 3',
        'Me revoilà',
      ])
    })
  })

  describe('in a discussion', () => {
    it('see the reply of the other without asking again', async () => {
      const address = `${network.thread.url}?page=2`
      const one = await reader(address)
      const other = await reader(address)
      await answer(one.page, 'Oui, avec une **caution** de trente euros.')
      await post(other.page, 'caution de trente').waitFor({ timeout: SOON_MS })
      expect(
        await other.page.locator('article.post strong', { hasText: 'caution' }).count(),
      ).to.equal(1)
      expect(await other.page.getByRole('status').filter({ hasText: one.name }).count()).to.equal(1)
    })

    it('catch up with what was said while a line was cut', async () => {
      const address = `${network.thread.url}?page=2`
      const line = await openLine(hub)
      const one = await reader(address)
      const other = await reader(address, line)
      expectCuts(other.page)
      await answer(one.page, 'Avant la coupure.')
      await post(other.page, 'Avant la coupure.').waitFor()
      line.cut()
      await answer(one.page, 'Pendant la coupure.')
      line.mend()
      await post(other.page, 'Pendant la coupure.').waitFor()
      expect(await post(other.page, 'coupure.').count()).to.equal(2)
    })
  })

  type Reader = { page: Page; name: string }

  async function reader(path: string, by: { url: string } = hub): Promise<Reader> {
    const page = await pageAs(by)
    await page.goto(path)
    return { page, name: page.member.name }
  }

  /** Two members whose sockets have joined: each sees that two are there. */
  async function both(path: string, lineOfOther: { url: string } = hub) {
    const readers = [await reader(path), await reader(path, lineOfOther)] as const
    for (const { page } of readers)
      await page.locator('[data-online]', { hasText: /^2$/ }).waitFor()
    for (const { name } of readers)
      await readers[0].page.locator('.present .people', { hasText: name }).waitFor()
    return readers
  }

  /** Posts a reply; it is there when this returns. */
  async function answer(page: Page, body: string) {
    const before = await page.locator('article.post').count()
    await page.fill('[name=body]', body)
    await page.click('main form button.primary')
    await page.locator('article.post').nth(before).waitFor()
  }

  function post(page: Page, words: string) {
    return page.locator('article.post', { hasText: words })
  }

  async function say(page: Page, words: string) {
    await page.fill('.say textarea', words)
    await page.keyboard.press('Enter')
  }

  /** From the key that sends to the words on the other's screen, in milliseconds. */
  async function arrival(from: Page, to: Page, words: string) {
    await from.fill('.say textarea', words)
    const started = performance.now()
    const arriving = to.locator('.said', { hasText: words }).waitFor({ timeout: SOON_MS * 3 })
    await Promise.all([arriving, from.keyboard.press('Enter')])
    return performance.now() - started
  }

  async function said(page: Page) {
    const words = await page.locator('[role=log] .said').allTextContents()
    return words.map(one => one.trim())
  }
})
