import type { RequestHandler } from 'express'
import { viewerOf } from '../who/current.ts'
import { spend } from '../who/limits.ts'
import { isSafe } from './same-origin.ts'

/** No member, nor who took their session, floods the network. */
export const writingLimit: RequestHandler = async (req, _res, next) => {
  const viewer = viewerOf(req)
  if (viewer && !isSafe(req)) await spend('writing', viewer.id)
  next()
}
