import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { Forbidden } from '../errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests that another site's page makes with our reader's cookies. Browsers say it
 * in Sec-Fetch-Site; older ones in Origin. A script with neither header carries no cookie by accident.
 */
export function sameOriginOnly(baseUrl: string): RequestHandler {
  return (req, _res, next) => {
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
  const { origin } = req.headers
  if (origin === undefined) return true
  return origin === new URL(baseUrl).origin || hostOf(origin) === req.headers.host
}

function hostOf(origin: string) {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
