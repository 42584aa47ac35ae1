import { after, afterEach, before } from 'mocha'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Role } from '../../models/words/member.ts'
import type { Agent } from './agent.ts'
import { launchChromium } from './chromium.ts'
import { signedInAs } from './people.ts'
import { complaintsOf, watched } from './watched.ts'

type Hub = { url: string; sessionSecret?: string }
type Opened = { key: string; context: BrowserContext; page: Page }

/** One browser a test process: it ends with the process. What a page complains of fails its test. */
let launching: Promise<Browser> | undefined
/** What the test that runs has opened, and what tests before it left for the next one. */
let opened: Opened[] = []
let idle: Opened[] = []
let reusing = false

/**
 * In a `describe`: the pages that its tests open are watched, and closed after each test. With `reuse` they go on to the
 * next test, signed out and without what they stored, so that stylesheets and scripts are fetched and read once a file.
 */
export function useBrowser({ reuse = false } = {}) {
  before(() => {
    reusing = reuse
  })
  afterEach(endTest)
  after(async () => {
    const closing = idle
    idle = []
    await Promise.all(closing.map(({ context }) => context.close()))
  })
}

/** A visitor's page, in a context that nobody else has in this test, in French unless said otherwise. */
export async function newPage(hub: Hub, options: BrowserContextOptions = {}): Promise<Page> {
  const key = JSON.stringify([hub.url, options])
  const at = idle.findIndex(one => one.key === key)
  const [one = await open(key, hub, options)] = at < 0 ? [] : idle.splice(at, 1)
  opened.push(one)
  return one.page
}

async function open(key: string, hub: Hub, options: BrowserContextOptions): Promise<Opened> {
  launching ??= launchChromium()
  const browser = await launching
  const context = await browser.newContext({
    baseURL: hub.url,
    locale: 'fr-FR',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  context.setDefaultTimeout(10_000)
  return { key, context, page: watched(await context.newPage()) }
}

/** The page of a new member of this role, who is signed in and looks at their home. */
export async function pageAs(hub: Hub, role: Role = 'animateur', options?: BrowserContextOptions) {
  const agent = await signedInAs(hub, role)
  const page = await pageOf(agent, hub, options)
  await page.goto('/')
  return Object.assign(page, { member: agent.member })
}

/** The page of somebody who signed in already: quicker, where signing in is not what is tested. */
export async function pageOf(agent: Agent, hub: Hub, options?: BrowserContextOptions) {
  const page = await newPage(hub, options)
  await page.context().addCookies(agent.cookies.map(cookie => ({ ...cookie, url: hub.url })))
  return page
}

async function endTest() {
  const ending = opened
  opened = []
  const complaints = ending
    .flatMap(({ context }) => context.pages())
    .flatMap(page => complaintsOf(page).splice(0))
  await Promise.all(ending.map(one => (reusing ? leave(one) : one.context.close())))
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
}

/** Leaves nothing of this test but what the browser has cached. */
async function leave(one: Opened) {
  const { context, page } = one
  const others = context.pages().filter(other => other !== page)
  await Promise.all(others.map(other => other.close()))
  if (page.isClosed()) {
    await context.close()
    return
  }
  if (page.url().startsWith('http'))
    await page.evaluate('localStorage.clear(), sessionStorage.clear()')
  await page.goto('about:blank')
  await context.clearCookies()
  await context.clearPermissions()
  await page.emulateMedia({ colorScheme: null, reducedMotion: null, media: null })
  idle.push(one)
}
