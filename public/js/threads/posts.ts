/** The message of a broadcast: the page's own HTML, made by the hub. */
export function postOf(html: string) {
  return postsIn(html)[0]
}

/** The replies of a page that came again. */
export function missingPosts(page: string) {
  return postsIn(page).filter(post => post.id !== 'r0')
}

function postsIn(html: string) {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  return [...parsed.querySelectorAll<HTMLElement>('article.post')].map(post =>
    document.adoptNode(post),
  )
}

/** Tells the hub how far its reader has seen, once the page is really in front of them. */
export async function readPosts(thread: HTMLElement) {
  await untilVisible()
  const number = thread.querySelector('article.post:last-of-type')?.id.slice(1)
  if (!number) return
  await fetch(`${location.pathname}/lecture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ number }),
  }).catch(() => undefined)
}

function untilVisible() {
  if (document.visibilityState === 'visible') return Promise.resolve()
  return new Promise<void>(resolve => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true })
  })
}
