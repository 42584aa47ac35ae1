import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'
import { moment, recall, remember, type Topic } from '../memory.ts'
import { language } from './preferences.ts'
import { SESSION_COOKIE } from './session.ts'

/**
 * Pages that are the same for every visitor, kept whole and compressed once until one of their
 * topics changes. Who has a session never gets one.
 */
type Kept = { body: Buffer; brotli: Buffer; gzip: Buffer; etag: string }

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const LONGEST_QUERY = 100
/** A page and its two compressed forms, among what a process remembers. */
const WEIGHT = 10

export const answerVisitors: RequestHandler = async (req, res, next) => {
  res.locals.asOf = moment()
  const kept = isVisit(req) ? recall<Kept>(keyOf(req, res)) : undefined
  if (kept) send(req, res, await kept)
  else next()
}

export function keepForVisitors(
  req: Request,
  res: Response,
  html: string,
  topics: readonly Topic[],
) {
  if (!isVisit(req)) return
  // Not when something changed while the page was made: it may show what is no longer public.
  const options = { asOf: res.locals.asOf, weight: WEIGHT }
  void remember(['networks', ...topics], keyOf(req, res), () => press(html), options)
}

/** However oddly the cookie is written: what the session finds in it must not be kept for others. */
function isVisit(req: Request) {
  return (
    req.method === 'GET' &&
    req.originalUrl.length < LONGEST_QUERY &&
    !req.headers.cookie?.includes(SESSION_COOKIE) &&
    req.headers.authorization === undefined &&
    req.accepts(['html', 'json']) === 'html'
  )
}

function keyOf(req: Request, res: Response) {
  return `page ${language(res)} ${res.locals.theme} ${req.originalUrl}`
}

async function press(html: string): Promise<Kept> {
  const body = Buffer.from(html)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const [small, zipped] = await Promise.all([
    brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
    gzipped(body, { level: 6 }),
  ])
  return { body, brotli: small, gzip: zipped, etag }
}

function send(req: Request, res: Response, kept: Kept) {
  // Asked one by one: browsers name gzip first, and would get it.
  const suffix = (['br', 'gzip'] as const).find(one => req.acceptsEncodings(one)) ?? ''
  const etag = kept.etag.replace(/"$/, suffix ? `-${suffix}"` : '"')
  res.setHeader('ETag', etag)
  res.setHeader('Vary', 'Accept, Accept-Encoding, Accept-Language, Cookie')
  res.setHeader('Cache-Control', 'private, no-cache')
  if (req.headers['if-none-match'] === etag) {
    res.status(304).end()
    return
  }
  const bytes = suffix === 'br' ? kept.brotli : suffix === 'gzip' ? kept.gzip : kept.body
  if (suffix) res.setHeader('Content-Encoding', suffix)
  res.setHeader('Content-Type', 'text/html; charset=utf-8')
  res.setHeader('Content-Length', bytes.length)
  res.end(bytes)
}
