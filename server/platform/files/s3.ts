import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { checkKey, type FileStore, MissingFile } from './store.ts'
import { withTemporary } from './temporary.ts'

/**
 * Files in a bucket of any S3-compatible service, addressed by path:
 * `s3://KEY:SECRET@host/bucket[/prefix]?region=…&tls=0`, or the same with `https:` or `http:`.
 * An answer that is not a success throws an Error that names the status, never the credentials.
 */
export function openS3Store(options: { url: string; temporary: string }): FileStore {
  const { base, client } = readS3Url(options.url)
  const urlOf = (key: string) => `${base}/${checkKey(key)}`
  return {
    async put(key, source) {
      const url = urlOf(key)
      // S3 wants the length before the first byte, and a half-read stream must store nothing.
      await withTemporary(options.temporary, source, path => upload(client, url, path))
    },

    async open(key, range) {
      const headers = range ? { range: `bytes=${range.start}-${range.end}` } : undefined
      const { body } = await ask(client, 'GET', urlOf(key), headers)
      return body ? fromWeb(body) : Readable.from([])
    },

    async size(key) {
      const answer = await ask(client, 'HEAD', urlOf(key))
      return Number(answer.headers.get('content-length'))
    },

    async remove(key) {
      const answer = await ask(client, 'DELETE', urlOf(key)).catch(unlessMissing)
      await answer?.body?.cancel()
    },

    list: () => keysUnder(client, base),
  }
}

type Place = { base: string; client: AwsClient }

/** Throws RangeError, without the URL in its message: it carries a secret. */
export function readS3Url(text: string): Place {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const path = url?.pathname.replace(/^\/+|\/+$/g, '')
  if (!url?.username || !url.password || !url.hostname || !path)
    throw new RangeError('Expected s3://KEY:SECRET@host/bucket?region=…')
  const plain = url.protocol === 'http:' || url.searchParams.get('tls') === '0'
  return {
    base: `${plain ? 'http' : 'https'}://${url.host}/${path}`,
    client: new AwsClient({
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
      region: url.searchParams.get('region') ?? 'us-east-1',
      service: 's3',
    }),
  }
}

async function upload(client: AwsClient, url: string, path: string): Promise<void> {
  const { size } = await stat(path)
  const headers = { 'content-length': String(size), 'content-type': 'application/octet-stream' }
  const signed = await client.sign(url, { method: 'PUT', headers })
  const body = Readable.toWeb(createReadStream(path))
  const sent = { method: 'PUT', headers: signed.headers, body, duplex: 'half' } as const
  await (await succeeded(await fetch(signed.url, sent), url)).body?.cancel()
}

async function ask(
  client: AwsClient,
  method: string,
  url: string,
  headers?: Record<string, string>,
): Promise<Response> {
  return succeeded(await client.fetch(url, { method, headers }), url)
}

async function succeeded(answer: Response, url: string): Promise<Response> {
  if (answer.ok) return answer
  await answer.body?.cancel()
  if (answer.status === 404) throw new MissingFile(new URL(url).pathname.split('/').at(-1) ?? '')
  throw new Error(`The file storage answered ${answer.status}`)
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof MissingFile)) throw error
}

async function* keysUnder(client: AwsClient, base: string): AsyncGenerator<string> {
  const [, bucket = '', ...rest] = new URL(base).pathname.split('/')
  const prefix = rest.map(part => `${decodeURIComponent(part)}/`).join('')
  let next: string | undefined
  do {
    const url = new URL(`/${bucket}`, base)
    url.searchParams.set('list-type', '2')
    if (prefix) url.searchParams.set('prefix', prefix)
    if (next) url.searchParams.set('continuation-token', next)
    const xml = await (await ask(client, 'GET', url.href)).text()
    for (const [, key = ''] of xml.matchAll(/<Key>([^<]*)<\/Key>/g)) yield key.slice(prefix.length)
    next = unescapeXml(/<NextContinuationToken>([^<]*)</.exec(xml)?.[1])
  } while (next)
}

function unescapeXml(text: string | undefined): string | undefined {
  const signs: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => signs[name] ?? '')
}

function fromWeb(body: ReadableStream): Readable {
  return Readable.fromWeb(body)
}
