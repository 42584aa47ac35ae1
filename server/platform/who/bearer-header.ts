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

/** Middleware that is for browsers: sessions, and what protects them. It keeps its name in the stack of Express. */
export function forBrowsers(handler: RequestHandler): RequestHandler {
  const guarded: RequestHandler = (req, res, next) =>
    bearerOf(req) === undefined ? handler(req, res, next) : next()
  return Object.defineProperty(guarded, 'name', { value: handler.name })
}
