import type { Page } from 'playwright-core'
import { violationsOf } from './accessibility.ts'

const WIDTHS = [390, 1280]
const SCHEMES = ['light', 'dark'] as const

/**
 * Looks at the page as it stands, narrow and wide, light and dark. Which scheme goes with which width changes from page
 * to page: what all pages share is seen in all four ways. Fails with all that it finds.
 */
export async function inspect(page: Page, mostNodes = 400) {
  const findings = await facts(page, mostNodes)
  const turn = (await page.title()).length % 2
  for (const [n, width] of WIDTHS.entries()) {
    const colorScheme = SCHEMES[(n + turn) % 2] ?? 'light'
    await page.setViewportSize({ width, height: 900 })
    findings.push(...(await overflow(page, width)))
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    findings.push(...(await violationsOf(page, `${width} ${colorScheme}`)))
  }
  if (findings.length > 0) throw new Error(`${page.url()}\n${findings.join('\n')}`)
}

/** One heading, a title, a language, and no more of a page than a tight line can bear. */
async function facts(page: Page, mostNodes: number) {
  const { headings, title, language, nodes } = await page.evaluate<Facts>(`({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    language: document.documentElement.lang,
    nodes: document.querySelectorAll('*').length,
  })`)
  return [
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(title.length > 3 ? [] : [`title "${title}"`]),
    ...(language === 'fr' ? [] : [`lang "${language}"`]),
    ...(nodes <= mostNodes ? [] : [`${nodes} nodes, more than ${mostNodes}`]),
  ]
}

type Facts = { headings: number; title: string; language: string; nodes: number }

/** Nothing but what scrolls in a frame of its own may be wider than the screen. */
async function overflow(page: Page, width: number) {
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  return wide <= width ? [] : [`${width}: the page is ${wide} wide`]
}
