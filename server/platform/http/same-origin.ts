import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { Forbidden } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests that another site's page makes with our reader's cookies. Browsers say it
 * in Sec-Fetch-Site; older ones in Origin, or in Referer at least. A script with none of these carries no
 * cookie by accident.
 */
export function sameOriginOnly(baseUrl: string): RequestHandler {
  return function sameOrigin(req, _res, next) {
    if (!isSafe(req) && !isSameOrigin(req, baseUrl)) throw new Forbidden('crossOrigin')
    next()
  }
}

/** Reads only, so that it changes nothing for anybody. */
export function isSafe(req: IncomingMessage) {
  return SAFE_METHODS.has(req.method ?? '')
}

export function isSameOrigin(req: IncomingMessage, baseUrl: string) {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const from = req.headers.origin ?? req.headers.referer
  if (from === undefined) return true
  const page = URL.canParse(from) ? new URL(from) : undefined
  const hub = new URL(baseUrl)
  if (page?.origin === hub.origin) return true
  // A hub may be asked under another name too, or behind a seal that it does not know of; never without its own.
  const unsealed = page?.hostname === hub.hostname && hub.protocol === 'https:'
  return page?.host === req.headers.host && !unsealed
}
