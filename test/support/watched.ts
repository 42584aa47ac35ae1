import type { ConsoleMessage, Page, Request, Response } from 'playwright-core'

const cutByTest = new WeakSet<Page>()
const complaints = new WeakMap<Page, string[]>()

/** Notes what goes wrong in a page: errors of scripts and console, failed requests, requests to elsewhere. */
export function watched(page: Page): Page {
  const noted: string[] = []
  complaints.set(page, noted)
  page.on('pageerror', error => noted.push(`${page.url()}: ${error.stack ?? error.message}`))
  page.on('console', message => {
    if (isComplaint(message) && !(cutByTest.has(page) && isCut(message.text())))
      noted.push(`${page.url()}: console: ${message.text()}`)
  })
  page.on('request', request => {
    if (isForeign(request, page)) noted.push(`${page.url()}: asks elsewhere: ${request.url()}`)
  })
  page.on('requestfailed', request => {
    const reason = request.failure()?.errorText ?? ''
    // A page that is left drops what it had asked for.
    if (reason !== 'net::ERR_ABORTED' && !(cutByTest.has(page) && isCut(reason)))
      noted.push(`${page.url()}: ${reason} ${request.url()}`)
  })
  page.on('response', response => {
    if (isRefusal(response) && !(cutByTest.has(page) && [401, 409].includes(response.status())))
      noted.push(`${page.url()}: ${response.status()} ${response.url()}`)
  })
  return page
}

/** The test cuts this page's line, ends its session or writes in two windows: what is lost then is no complaint. */
export function expectCuts(page: Page) {
  cutByTest.add(page)
}

export function complaintsOf(page: Page): string[] {
  return complaints.get(page) ?? []
}

/** What a page loads must be there; where one goes may not be, and a form may be refused with 422. */
function isRefusal(response: Response) {
  const isExpected = response.request().isNavigationRequest() || response.status() === 422
  return response.status() >= 400 && !isExpected
}

/** A failed request is noted by itself, with its address. */
function isComplaint(message: ConsoleMessage) {
  const words = message.text()
  const wrong = message.type() === 'error' || message.type() === 'warning'
  return wrong && !words.startsWith('Failed to load resource')
}

function isForeign(request: Request, page: Page) {
  const { protocol, host } = new URL(request.url())
  const here = page.url()
  if (!protocol.startsWith('http') || !here.startsWith('http')) return false
  return !request.isNavigationRequest() && host !== new URL(here).host
}

function isCut(reason: string) {
  return /ERR_(CONNECTION|EMPTY_RESPONSE|SOCKET)|closed before|WebSocket|fetching the script/.test(
    reason,
  )
}
