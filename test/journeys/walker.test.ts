import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { aResource, aTitle } from '../library/support/resources.ts'
import { pageOf, useBrowser } from '../support/browser.ts'
import { useHub } from '../support/hub.ts'
import { signedInAs } from '../support/people.ts'
import { aRun } from '../support/runs.ts'

/** A window of 1280 px at 400 %, as WCAG 1.4.10 has it. */
const NARROW = { width: 320, height: 640 }

describe('every page of the library', function () {
  this.timeout(120_000)
  const hub = useHub()
  useBrowser()
  let me: Awaited<ReturnType<typeof signedInAs>>
  const pages: string[] = []

  before(async () => {
    me = await signedInAs(hub, 'coordinator')
    const author = await signedInAs(hub)
    const tools = ['LibreOffice Impress et ses extensions, 24.2']
    const long = 'Anticonstitutionnellement, numériquement, intergénérationnellement'
    const { slug } = await aResource({ title: aTitle(long), tools }, author.member)
    const own = await aResource({ title: aTitle() }, me.member)
    const { body: copy } = await me.postJson(`/ressources/${slug}/adaptations`, { title: aTitle() })
    await me.postJson(`${copy.url}/modifier`, { summary: 'Le mien' })
    await author.postJson(`/ressources/${slug}/modifier`, { summary: 'Le leur', tools: [] })
    const { body: run } = await me.postJson(`/ressources/${slug}/seances`, aRun())
    const { body: draft } = await me.postJson('/ressources/brouillons', { title: 'Commencé' })
    const made = { title: 'Premiers pas', audience: 'network' }
    const { body: collection } = await me.postJson('/collections', made)
    await me.postJson(`${collection.url}/ressources`, { resource: slug })
    const sheet = `/ressources/${slug}`
    pages.push(
      ...['/ressources', '/ressources?q=introuvable', '/ressources/nouvelle'],
      ...['/ressources/importation', '/ressources/brouillons', draft.url],
      ...['', '/modifier', '/versions', '/versions/1', '/versions/1/differences/2'].map(
        path => `${sheet}${path}`,
      ),
      ...['/adapter', '/adaptations', '/animer', '/livret', '/seances', '/seances/nouvelle'].map(
        path => `${sheet}${path}`,
      ),
      ...[run.url, `${run.url}/modifier`, `${sheet}/avis`, `${sheet}/verifications`],
      ...[
        copy.url,
        `${copy.url}/original`,
        `/ressources/${own.slug}`,
        `/ressources/${own.slug}/pieces-jointes`,
      ],
      ...['/collections', '/collections/nouvelle', collection.url, `${collection.url}/modifier`],
      ...['/recherche?q=message', `/discussions/nouvelle?ressource=${slug}`],
    )
  })

  it('reflows, shows where one is, is large enough to touch and holds still', async () => {
    const page = await pageOf(me, hub, { viewport: NARROW, reducedMotion: 'reduce' })
    const found: string[] = []
    for (const path of pages) {
      const answer = await page.goto(path)
      expect(answer?.status(), path).to.equal(200)
      await openAll(page)
      await page.keyboard.press('Tab')
      const faults = await page.evaluate<string[]>(LOOK)
      found.push(...faults.map(fault => `${path}: ${fault}`))
    }
    expect(found).to.deep.equal([])
  })
})

/** What is folded away is looked at as well. */
function openAll(page: Page) {
  return page.evaluate(
    `document.querySelectorAll('main details').forEach(one => one.setAttribute('open', ''))`,
  )
}

const LOOK = `(() => {
  const faults = []
  const named = it => it.tagName.toLowerCase() + (it.id ? '#' + it.id : '') + ' "' +
    (it.getAttribute('aria-label') || it.textContent || it.name || '').trim().slice(0, 40) + '"'
  const wide = document.documentElement.scrollWidth
  if (wide > innerWidth) {
    const out = [...document.querySelectorAll('main *')].filter(it =>
      it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.scroll, pre, svg'))
    faults.push('is ' + wide + ' wide, for ' + out.slice(0, 3).map(named).join(', '))
  }
  const shown = it => it.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
  const stops = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
  for (const it of stops) {
    if (it.tabIndex > 0) faults.push('jumps the order: ' + named(it))
    if (it.disabled || it.tabIndex < 0 || !shown(it)) continue
    it.focus()
    if (document.activeElement !== it) { faults.push('cannot be reached: ' + named(it)); continue }
    const around = it.closest('label') || it.closest('.over') || it
    const ringed = [it, it.parentElement, around].some(one => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
    })
    if (!ringed) faults.push('does not show the focus: ' + named(it))
    const inText = it.matches('a') && getComputedStyle(it).display === 'inline'
    const { width, height, left, top } = around.getBoundingClientRect()
    // Small is large enough where nothing else is within the circle of 24 px around it (WCAG 2.5.8).
    const crowded = () => stops.some(other => {
      if (other === it || around.contains(other) || other.contains(it) || !shown(other)) return false
      const near = other.getBoundingClientRect()
      const across = Math.max(near.left - left - width / 2, left + width / 2 - near.right, 0)
      const down = Math.max(near.top - top - height / 2, top + height / 2 - near.bottom, 0)
      return Math.hypot(across, down) < 12
    })
    if (!inText && (width < 24 || height < 24) && crowded())
      faults.push('is small to touch, ' + Math.round(width) + ' by ' + Math.round(height) + ': ' + named(it))
  }
  const moving = document.getAnimations().filter(one =>
    one.playState === 'running' && Number(one.effect.getComputedTiming().duration) > 10)
  if (moving.length) faults.push(moving.length + ' move though nobody wants it')
  return faults
})()`
