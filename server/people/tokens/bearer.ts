import type { Request, RequestHandler, Response } from 'express'
import type { TokenRecord } from '../../../models/token.ts'
import type { Scope } from '../../../models/words/token.ts'
import { HttpError } from '../../platform/errors.ts'
import { accounts } from '../../platform/who/accounts.ts'
import { bearerOf } from '../../platform/who/bearer-header.ts'
import { spend } from '../../platform/who/limits.ts'
import { scopeFor } from '../../platform/who/scopes.ts'
import { noteUse, tokenOf } from './actions.ts'

/**
 * Who asks with a token, on any address: its member, with their role, within its scopes. Nothing of it
 * is kept for the next request.
 */
export const bearer: RequestHandler = async (req, res, next) => {
  const secret = bearerOf(req)
  if (secret !== undefined) await admit(req, res, secret)
  next()
}

async function admit(req: Request, res: Response, secret: string) {
  const token = await tokenOf(secret)
  const viewer = token && (await accounts().byId(String(token.member)))
  if (!token || !viewer) {
    res.setHeader('WWW-Authenticate', challenge('invalid_token'))
    throw new HttpError(401, 'tokenRefused')
  }
  await spend('token', String(token._id))
  await noteUse(token)
  checkScope(req, res, token)
  req.user = viewer
}

function checkScope(req: Request, res: Response, { scopes }: TokenRecord) {
  const scope = scopeFor(req.method, req.path)
  if (!scope) throw new HttpError(403, 'peopleOnly')
  if (scopes.includes(scope)) return
  res.setHeader('WWW-Authenticate', challenge('insufficient_scope', scope))
  throw new HttpError(403, 'scopeMissing', { scope })
}

/** As RFC 6750 writes it. */
function challenge(error: string, scope?: Scope) {
  return `Bearer realm="rouedad", error="${error}"${scope ? `, scope="${scope}"` : ''}`
}
