import type { Page } from 'playwright-core'
import { violationsOf } from './accessibility.ts'

const LOOKS = [
  { width: 390, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const

/**
 * Looks at the page as it stands: whether it fits, narrow and wide; what axe finds, in one of four looks. The page
 * itself says which, so that it is the same at each run, while what all pages share is seen in all four ways.
 * What colours the stylesheets can put together in either scheme: test/public/contrast.test.ts. Fails with all that
 * it finds.
 */
export async function inspect(page: Page, mostNodes = 400) {
  const facts = await factsOf(page)
  const look = LOOKS[(facts.title.length + facts.nodes) % LOOKS.length] ?? LOOKS[0]
  const { width, colorScheme } = look
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const findings = faultsOf(facts, mostNodes)
  for (const one of [width === 390 ? 1280 : 390, width])
    findings.push(...(await overflow(page, one)))
  findings.push(...(await violationsOf(page, `${width} ${colorScheme}`)))
  if (findings.length > 0) throw new Error(`${page.url()}\n${findings.join('\n')}`)
}

type Facts = { headings: number; title: string; language: string; nodes: number }

function factsOf(page: Page) {
  return page.evaluate<Facts>(`({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    language: document.documentElement.lang,
    nodes: document.querySelectorAll('*').length,
  })`)
}

/** One heading, a title, a language, and no more of a page than a tight line can bear. */
function faultsOf({ headings, title, language, nodes }: Facts, mostNodes: number) {
  return [
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(title.length > 3 ? [] : [`title "${title}"`]),
    ...(language === 'fr' ? [] : [`lang "${language}"`]),
    ...(nodes <= mostNodes ? [] : [`${nodes} nodes, more than ${mostNodes}`]),
  ]
}

/** Nothing but what scrolls in a frame of its own may be wider than the screen. */
async function overflow(page: Page, width: number) {
  await page.setViewportSize({ width, height: 900 })
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  return wide <= width ? [] : [`${width}: the page is ${wide} wide`]
}
