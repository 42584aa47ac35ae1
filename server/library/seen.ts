import type { NextFunction, Request, Response } from 'express'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import { canEdit, canRead, canWrite } from './policy.ts'
import { resourceBySlug } from './queries.ts'

/** The resource, for those who may see it; for others it does not exist. */
export async function seen(req: Request) {
  const resource = await resourceBySlug(one(req.params.slug))
  return found(resource, canRead(viewerOf(req), resource))
}

export async function editable(req: Request) {
  const resource = await seen(req)
  authorize(canEdit(signedIn(req), resource))
  return resource
}

/** Before anything is read from the request: nobody else's files are even received. */
export function writersOnly(req: Request, _res: Response, next: NextFunction) {
  authorize(canWrite(signedIn(req)))
  next()
}

export async function editorsOnly(req: Request, _res: Response, next: NextFunction) {
  await editable(req)
  next()
}

export function one(param: string | string[] | undefined) {
  return Array.isArray(param) ? param[0] : param
}
