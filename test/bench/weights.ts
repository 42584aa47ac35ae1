import type { Browser } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { weigh } from '../support/weight.ts'
import type { Ground } from './demonstration.ts'

type Cookie = { name: string; value: string }

/** What a first visit of each page costs on the wire, in a real browser, in kB. */
export async function measureWeights(url: string, { pages, agent, room }: Ground) {
  const browser = await launchChromium()
  const rows: (string | number)[][] = []
  for (const { name, path, member } of [...pages, { name: 'Room', path: room, member: true }]) {
    const page = await newPage(browser, url, member ? agent.cookies : undefined)
    const { bytes, requests, byKind } = await weigh(page, `${url}${path}`)
    const kinds = ['Document', 'Stylesheet', 'Script', 'Font', 'Image']
    rows.push([name, requests, bytes / 1000, ...kinds.map(kind => (byKind[kind] ?? 0) / 1000)])
    await page.context().close()
  }
  await browser.close()
  return rows
}

async function newPage(browser: Browser, url: string, cookies: Cookie[] = []) {
  const context = await browser.newContext({ locale: 'fr-FR' })
  await context.addCookies(cookies.map(cookie => ({ ...cookie, url })))
  return context.newPage()
}
