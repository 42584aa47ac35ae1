import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { HttpError } from '../errors.ts'
import { log } from '../log.ts'

/** Gives each request an id, the only thing an error page tells of it, and logs one line at its end. */
export const requestLog: RequestHandler = (req, res, next) => {
  const id = randomBytes(9).toString('base64url')
  const start = process.hrtime.bigint()
  // Now: a router that answers has cut its own part from the address.
  const path = withoutKey(req.path)
  res.locals.requestId = id
  res.setHeader('X-Request-Id', id)
  res.once('close', () => {
    const ms = Number((process.hrtime.bigint() - start) / 1_000n) / 1_000
    const line = { id, method: req.method, path, status: res.statusCode, ms }
    if (res.statusCode >= 500) log.error(line, 'request')
    else log.debug(line, 'request')
  })
  // `OPTIONS *` and the like speak to no page; the session would not know what to do with them.
  if (!req.path.startsWith('/')) throw new HttpError(400, 'badRequest')
  next()
}

/** The one address that is itself a secret: whoever has it stops somebody's mail. */
function withoutKey(path: string) {
  return path.replace(/^(\/courriels\/arret\/).+/, '$1…')
}
