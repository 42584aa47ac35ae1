/**
 * Keeps the page with which a workshop is led, for where there is no line. It is registered for that address
 * alone and sees nothing else of the site. The network comes first; what it refuses is forgotten; what is kept
 * ends at its hour. Signing out removes all of it (Clear-Site-Data).
 */
type Fetched = Event & {
  request: Request
  respondWith(answer: Promise<Response>): void
}
type Lasting = Event & { waitUntil(done: Promise<unknown>): void }
type Wish = { keep: string; assets: string[]; hours: number }

const NAME = 'animer-1'
const UNTIL = 'x-kept-until'
const HOURS = 'x-kept-hours'
const HOUR = 3_600_000
/** A longer one is not of a day: each reading makes it last again. */
const A_DAY = 24
const PATIENCE = 4_000

addEventListener('install', event => {
  if (isLasting(event)) event.waitUntil(callOn('skipWaiting'))
})
addEventListener('activate', event => {
  if (isLasting(event)) event.waitUntil(Promise.all([callOn('clients', 'claim'), tidy()]))
})
addEventListener('message', event => {
  if (isLasting(event) && isWish(event.data)) event.waitUntil(keep(event.data))
})
addEventListener('fetch', event => {
  if (!isFetched(event) || event.request.method !== 'GET') return
  const { pathname, origin } = new URL(event.request.url)
  if (origin !== location.origin) return
  if (event.request.mode === 'navigate') event.respondWith(pageOf(event.request, pathname))
  else if (isAsset(pathname)) event.respondWith(assetOf(event.request))
})

/** From the network, and then kept anew; from here when there is no line. */
async function pageOf(request: Request, path: string): Promise<Response> {
  const kept = await caches.open(NAME)
  try {
    const known = await stillGood(kept, path)
    const answer = await (known ? Promise.race([fetch(request), patience()]) : fetch(request))
    if (answer.ok && !answer.redirected) await renew(kept, path, answer.clone())
    else await kept.delete(path)
    return answer
  } catch {
    return (await stillGood(kept, path)) ?? Response.error()
  }
}

function patience() {
  return new Promise<never>((_, reject) => setTimeout(reject, PATIENCE))
}

async function renew(kept: Cache, path: string, answer: Response) {
  const known = await kept.match(path)
  const hours = Number(known?.headers.get(HOURS))
  if (!known) return
  const until = hours > A_DAY ? Date.now() + hours * HOUR : Number(known.headers.get(UNTIL))
  await kept.put(path, await dated(answer, hours, until))
}

async function stillGood(kept: Cache, path: string) {
  const found = await kept.match(path)
  if (found && Number(found.headers.get(UNTIL)) > Date.now()) return found
  await kept.delete(path)
  return undefined
}

async function keep({ keep: path, assets, hours }: Wish) {
  const kept = await caches.open(NAME)
  const answer = await fetch(path, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return
  await kept.put(path, await dated(answer, hours, Date.now() + hours * HOUR))
  for (const one of assets.filter(isAsset))
    if (!(await kept.match(one, { ignoreVary: true }))) await kept.add(one)
}

async function assetOf(request: Request): Promise<Response> {
  const kept = await caches.open(NAME)
  return (await kept.match(request, { ignoreVary: true })) ?? fetch(request)
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name)
  const kept = await caches.open(NAME)
  for (const { url } of await kept.keys()) {
    const { pathname } = new URL(url)
    if (!isAsset(pathname)) await stillGood(kept, pathname)
  }
}

async function dated(answer: Response, hours: number, until: number) {
  const headers = new Headers({ [HOURS]: String(hours), [UNTIL]: String(until) })
  for (const name of ['content-type', 'content-security-policy', 'referrer-policy']) {
    const value = answer.headers.get(name)
    if (value) headers.set(name, value)
  }
  return new Response(await answer.blob(), { headers })
}

function isAsset(path: string) {
  return path.startsWith('/assets/') || path.startsWith('/couleurs.css')
}

function isLasting(event: Event): event is Lasting & { data?: unknown } {
  return 'waitUntil' in event
}

function isFetched(event: Event): event is Fetched {
  return 'respondWith' in event
}

function isWish(data: unknown): data is Wish {
  return typeof data === 'object' && data !== null && 'keep' in data && data.keep !== undefined
}

/** The types of a page know nothing of the place where this runs. */
async function callOn(name: string, method?: string) {
  const found: unknown = Reflect.get(self, name)
  if (!method) return typeof found === 'function' ? found.call(self) : undefined
  const act: unknown = Reflect.get(Object(found), method)
  return typeof act === 'function' ? act.call(found) : undefined
}
