import type { Page } from 'playwright-core'

export type Weight = {
  requests: number
  bytes: number
  /** Bytes on the wire by the browser's own kinds: Document, Stylesheet, Script, Font, Image… */
  byKind: Record<string, number>
}

/** What a first visit of `path` takes on the wire, headers included. `page` must have visited nothing yet. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  const session = await page.context().newCDPSession(page)
  const kinds = new Map<string, string>()
  const sizes = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength),
  )
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(path, { waitUntil: 'load' })
  await page.evaluate('document.fonts.ready.then(() => true)')
  await session.detach()
  return summed([...sizes].map(([id, size]) => ({ size, kind: kinds.get(id) ?? 'Other' })))
}

function summed(loaded: { size: number; kind: string }[]): Weight {
  const byKind: Record<string, number> = {}
  for (const { kind, size } of loaded) byKind[kind] = (byKind[kind] ?? 0) + size
  const bytes = loaded.reduce((sum, { size }) => sum + size, 0)
  return { requests: loaded.length, bytes, byKind }
}
