/**
 * Lets the browser keep this page: by itself when everybody may read it, at a press of the button when it is
 * reserved. What keeps it answers for this address alone.
 */
export function keepOffline(page: HTMLElement) {
  tellConnection(page)
  if (!('serviceWorker' in navigator)) return
  const { alone } = page.dataset
  if (alone) void keep(Number(alone))
  const button = page.querySelector<HTMLButtonElement>('[data-keep]')
  if (!button) return
  button.hidden = false
  button.addEventListener('click', async () => {
    await keep(Number(button.dataset.keep))
    button.replaceWith(said(page.dataset.kept))
  })
}

async function keep(hours: number) {
  const scope = location.pathname
  await navigator.serviceWorker
    .register('/ressources/hors-ligne.js', { scope })
    .catch(() => undefined)
  const found = await navigator.serviceWorker.getRegistration(scope)
  const worker = found?.active ?? found?.waiting ?? found?.installing
  worker?.postMessage({ keep: location.pathname, assets: assets(), hours })
}

/** What the page was made of. */
function assets() {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin }) => origin === location.origin)
    .map(({ pathname, search }) => pathname + search)
    .filter(path => /^\/(assets\/|couleurs\.css)/.test(path))
    .concat(icons())
}

function icons() {
  const use = document.querySelector('svg use')?.getAttribute('href')?.split('#')[0]
  return use ? [use] : []
}

function tellConnection(page: HTMLElement) {
  const chip = page.querySelector<HTMLElement>('[data-offline]')
  const elsewhere = page.querySelectorAll<HTMLElement>('[data-online]')
  const tell = () => {
    if (chip) chip.hidden = navigator.onLine
    for (const one of elsewhere) one.hidden = !navigator.onLine
  }
  if (chip) chip.title = page.dataset.away ?? ''
  addEventListener('online', tell)
  addEventListener('offline', tell)
  tell()
}

function said(words = '') {
  const place = document.createElement('span')
  place.setAttribute('role', 'status')
  place.textContent = words
  return place
}
