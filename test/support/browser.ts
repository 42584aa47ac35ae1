import { after, afterEach } from 'mocha'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Role } from '../../models/words/member.ts'
import type { Agent } from './agent.ts'
import { launchChromium } from './chromium.ts'
import { aMember, PASSWORD } from './people.ts'
import { complaintsOf, watched } from './watched.ts'

/** One browser a test process, one context a test; what a page complains of fails its test. */
type Hub = { url: string }

let launching: Promise<Browser> | undefined
let contexts: BrowserContext[] = []

/** In a `describe`: the pages that its tests open are watched, and closed after each test. */
export function useBrowser() {
  afterEach(closeContexts)
  after(async () => {
    const browser = await launching
    launching = undefined
    await browser?.close()
  })
}

/** A visitor's page, in a context of its own, in French unless said otherwise. */
export async function newPage(hub: Hub, options: BrowserContextOptions = {}): Promise<Page> {
  launching ??= launchChromium()
  const browser = await launching
  const context = await browser.newContext({
    baseURL: hub.url,
    locale: 'fr-FR',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  context.setDefaultTimeout(10_000)
  contexts.push(context)
  return watched(await context.newPage())
}

/** The page of a new member of this role, who signed in through the form. */
export async function pageAs(hub: Hub, role: Role = 'animateur', options?: BrowserContextOptions) {
  const [member, page] = await Promise.all([aMember(role), newPage(hub, options)])
  await page.goto('/connexion')
  await page.fill('[name=email]', member.email)
  await page.fill('[name=password]', PASSWORD)
  await Promise.all([page.waitForURL('/'), page.click('main form [type=submit]')])
  return Object.assign(page, { member })
}

/** The page of somebody who signed in already: quicker, where signing in is not what is tested. */
export async function pageOf(agent: Agent, hub: Hub, options?: BrowserContextOptions) {
  const page = await newPage(hub, options)
  await page.context().addCookies(agent.cookies.map(cookie => ({ ...cookie, url: hub.url })))
  return page
}

async function closeContexts() {
  const complaints = contexts.flatMap(context => context.pages()).flatMap(complaintsOf)
  const closing = contexts
  contexts = []
  await Promise.all(closing.map(context => context.close()))
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
}
