import type { Request, RequestHandler } from 'express'
import { viewerOf } from '../../../platform/who/current.ts'
import type { Viewer } from '../../../platform/who/viewer.ts'
import { currentSignIn } from './current.ts'

/** The session goes on under another id: who knew the one before knows nothing any more. */
export function renewSession(req: Request, viewer: Viewer) {
  return new Promise<void>((resolve, reject) => {
    req.logIn(viewer, { keepSessionInfo: true, session: true }, error =>
      error ? reject(error) : resolve(),
    )
  })
}

/** A session that was opened with another role does not take over the rights of the new one. */
export const renewOnNewRole: RequestHandler = async (req, _res, next) => {
  const viewer = viewerOf(req)
  const signIn = currentSignIn(req)
  if (viewer && signIn && signIn.role !== viewer.role) await renewSession(req, viewer)
  next()
}
