import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { newPage, pageAs, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { aMember, PASSWORD } from '../support/people.ts'

describe('with the keyboard alone', function () {
  this.timeout(30_000)
  const hub = useHub()
  useBrowser({ reuse: true })

  it('the first key skips to the content', async () => {
    const page = await newPage(hub)
    await page.goto('/accessibilite')
    await page.keyboard.press('Tab')
    expect(await focused(page)).to.include({ text: 'Aller au contenu', visible: true })
    await page.keyboard.press('Enter')
    await page.waitForURL('**/accessibilite#contenu')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('!document.activeElement.closest(".top")')).to.equal(true)
  })

  it('every stop of a page shows where one is', async () => {
    const page = await newPage(hub)
    await page.goto('/connexion')
    const hidden: string[] = []
    for (let stop = 0; stop < 40; stop++) {
      await page.keyboard.press('Tab')
      const { name, visible } = await focused(page)
      if (name === 'BODY') break
      if (!visible) hidden.push(name)
    }
    expect(hidden).to.deep.equal([])
  })

  it('one signs in', async () => {
    const member = await aMember('volunteer')
    const page = await newPage(hub)
    await page.goto('/connexion')
    await reach(page, '[name=email]')
    await page.keyboard.type(member.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await Promise.all([page.waitForURL('/'), page.keyboard.press('Enter')])
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.include('Personne')
  })

  it('a search is two keys away from its field', async () => {
    const page = await pageAs(hub)
    await reach(page, '.top [name=q]')
    await page.keyboard.type('tablettes')
    await Promise.all([page.waitForURL('**/recherche?q=tablettes'), page.keyboard.press('Enter')])
  })

  it('the menu opens, closes and signs out', async () => {
    const page = await pageAs(hub)
    await reach(page, '.tools summary')
    await page.keyboard.press('Enter')
    expect(await page.locator('.tools details').getAttribute('open')).not.to.equal(null)
    await page.keyboard.press('Enter')
    expect(await page.locator('.tools details').getAttribute('open')).to.equal(null)
    await page.keyboard.press('Enter')
    await reach(page, 'form[action="/deconnexion"] button')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Se connecter' }).first().waitFor()
  })

  it('an error leads to its field', async () => {
    const page = await pageAs(hub)
    await page.goto('/discussions/nouvelle')
    await reach(page, 'main form button.primary')
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    await reach(page, '#erreurs a')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).to.equal(
      'true',
    )
  })
})

/** Tab by Tab, as somebody without a mouse would. */
async function reach(page: Page, selector: string) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
  }
  throw new Error(`The Tab key does not lead to ${selector}`)
}

type Focused = { name: string; text: string; visible: boolean }

/** What has the focus, and whether it can be seen: inside the window, with an outline or a ring. */
function focused(page: Page) {
  return page.evaluate<Focused>(`(() => {
    const it = document.activeElement
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it)
    const { top, left, bottom, width } = it.getBoundingClientRect()
    const ringed = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
    const within = bottom > 0 && top < innerHeight && left >= 0 && width > 0
    return { name: it.tagName + (it.id && '#' + it.id), text: it.textContent.trim(), visible: ringed && within }
  })()`)
}
