import type { RequestHandler } from 'express'
import { NotFound } from '../errors.ts'
import { viewerOf } from '../who/current.ts'
import { canApprove, isAdmin } from '../who/viewer.ts'

/** For others these addresses do not exist. */
export const coordinatorsOnly: RequestHandler = (req, _res, next) => {
  if (!canApprove(viewerOf(req))) throw new NotFound()
  next()
}

export const adminsOnly: RequestHandler = (req, _res, next) => {
  if (!isAdmin(viewerOf(req))) throw new NotFound()
  next()
}
