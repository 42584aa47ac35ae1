import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'

/**
 * What follows `Authorization: Bearer`, whatever it is worth; undefined when a request says nothing of
 * the kind. A request that says it is a program's: it gets JSON, and its cookies count for nothing.
 */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  const [scheme = '', ...rest] = (headers.authorization ?? '').trim().split(/\s+/)
  return scheme.toLowerCase() === 'bearer' ? rest.join(' ') : undefined
}

/** Middleware that is for browsers: sessions, and what protects them. */
export function forBrowsers(handler: RequestHandler): RequestHandler {
  return (req, res, next) => (bearerOf(req) === undefined ? handler(req, res, next) : next())
}
