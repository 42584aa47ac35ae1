import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

export type FakeS3 = {
  port: number
  objects: Map<string, Buffer>
  requests: IncomingMessage[]
  failNext(status: number): void
  close(): Promise<void>
}

/** As much of S3 as the store speaks; a request without a signature is refused, lists come by two. */
export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>()
  const requests: IncomingMessage[] = []
  let failure = 0
  const server = createServer(async (req, res) => {
    requests.push(req)
    const body = await buffer(req)
    const signed = req.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')
    if (failure || !signed) res.writeHead(failure || 403).end()
    else answer(objects, req, body, res)
    failure = 0
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    objects,
    requests,
    failNext: status => {
      failure = status
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

function answer(
  objects: Map<string, Buffer>,
  req: IncomingMessage,
  body: Buffer,
  res: ServerResponse,
) {
  const url = new URL(req.url ?? '/', 'http://s3')
  if (url.searchParams.has('list-type')) return res.end(listing(objects, url))
  if (req.method === 'PUT') objects.set(url.pathname, body)
  if (req.method === 'DELETE') objects.delete(url.pathname)
  if (req.method === 'PUT' || req.method === 'DELETE') return res.end()
  const found = objects.get(url.pathname)
  if (!found) return res.writeHead(404).end('<Error/>')
  const [, start, end] = /bytes=(\d+)-(\d+)/.exec(req.headers.range ?? '') ?? []
  const part = start ? found.subarray(Number(start), Number(end) + 1) : found
  res.writeHead(start ? 206 : 200, { 'content-length': part.length })
  return res.end(req.method === 'HEAD' ? undefined : part)
}

function listing(objects: Map<string, Buffer>, url: URL): string {
  const prefix = url.searchParams.get('prefix') ?? ''
  const all = [...objects.keys()].map(path => path.replace(/^\/seau\//, '')).sort()
  const from = Number((url.searchParams.get('continuation-token') ?? 'p&0').split('&')[1])
  const page = all.filter(key => key.startsWith(prefix)).slice(from, from + 2)
  const next =
    from + 2 < all.length ? `<NextContinuationToken>p&amp;${from + 2}</NextContinuationToken>` : ''
  return `<ListBucketResult>${page.map(key => `<Contents><Key>${key}</Key></Contents>`).join('')}${next}</ListBucketResult>`
}
