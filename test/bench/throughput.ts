import type { Ground } from './demonstration.ts'
import { type Load, load } from './load.ts'
import type { Running } from './processes.ts'

/** How the client says what it takes back; browsers on a secure line ask for the last. */
const ENCODINGS = { none: 'identity', gzip: 'gzip', br: 'gzip, deflate, br' }

/** Each page, beside a bare page of the same bytes in the same run. */
export async function measureThroughput(hub: Running, bare: Running, { pages, cookies }: Ground) {
  const rows: (string | number)[][] = []
  for (const { name, path, member } of pages) {
    const cookie: Record<string, string> = member ? { cookie: cookies[0] ?? '' } : {}
    const size = await sizeOf(`${hub.url}${path}`, cookie)
    const reference = await load(bare, `/pages/${size}`)
    rows.push([`Bare page of ${kilobytes(size)} kB`, '', ...row(reference, reference)])
    for (const [encoding, accepted] of Object.entries(ENCODINGS)) {
      const headers = { ...cookie, accept: 'text/html', 'accept-encoding': accepted }
      rows.push([name, encoding, ...row(await load(hub, path, headers), reference)])
    }
  }
  return rows
}

function row({ perSecond, p99, processorMs }: Load, reference: Load) {
  const share = perSecond / reference.perSecond
  return [perSecond, p99, share, processorMs, reference.processorMs / processorMs]
}

async function sizeOf(url: string, headers: Record<string, string>) {
  const answer = await fetch(url, {
    headers: { ...headers, accept: 'text/html', 'accept-encoding': 'identity' },
    redirect: 'error',
  })
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return (await answer.arrayBuffer()).byteLength
}

function kilobytes(bytes: number) {
  return (bytes / 1000).toFixed(1)
}
