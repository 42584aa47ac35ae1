import type { IncomingMessage } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import type { SessionData, Store } from 'express-session'
import { viewerOfSession } from '../auth/passport.ts'
import { languageOf } from '../http/preferences.ts'
import type { Language } from '../i18n/index.ts'
import type { Viewer } from '../members/policy.ts'

declare module 'express-session' {
  interface SessionData {
    passport?: { user?: string }
  }
}

/** Where a socket's rights come from, so that they can be asked again as long as it lives. */
export type SignIn = {
  sessionId: string
  language: Language
  /** The member as they are now, or undefined once that session is over. */
  viewer(): Promise<Viewer | undefined>
}

const signIns = new WeakMap<IncomingMessage, SignIn>()

/** After the session middleware, on the request that opens a connection. */
export function noteSignIn(req: Request, _res: Response, next: NextFunction) {
  const { sessionID: sessionId, sessionStore } = req
  signIns.set(req, {
    sessionId,
    language: languageOf(req),
    viewer: () => viewerNow(sessionStore, sessionId),
  })
  next()
}

export function signInOf(req: IncomingMessage) {
  return signIns.get(req)
}

async function viewerNow(store: Store, sessionId: string) {
  const key = (await readSession(store, sessionId))?.passport?.user
  return key ? viewerOfSession(key) : undefined
}

function readSession(store: Store, id: string) {
  return new Promise<SessionData | null | undefined>((resolve, reject) => {
    store.get(id, (error, session) => (error ? reject(error) : resolve(session)))
  })
}
