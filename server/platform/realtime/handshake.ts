import type { IncomingMessage } from 'node:http'
import type { NextFunction, Request, Response } from 'express'
import type { SessionData, Store } from 'express-session'
import type { Scope } from '../../../models/words/token.ts'
import { languageOf } from '../http/preferences.ts'
import type { Language } from '../i18n/index.ts'
import { accounts } from '../who/accounts.ts'
import { mayListen } from '../who/scopes.ts'
import type { Viewer } from '../who/viewer.ts'
import { sessionChannel } from './revoke.ts'
import type { HubSocket } from './socket.ts'

declare module 'express-session' {
  interface SessionData {
    passport?: { user?: string }
  }
}

/** Where a socket's rights come from, so that they can be asked again as long as it lives. */
export type SignIn = {
  /** Disconnected when the session or the token ends. */
  channel: string
  language: Language
  /** What a token allows; a person's session has no such limit. */
  scopes?: readonly Scope[]
  /** The member as they are now, or undefined once that session or token is over. */
  viewer(): Promise<Viewer | undefined>
}

const signIns = new WeakMap<IncomingMessage, SignIn>()
/** By socket: one connection may open another with another token. */
const tokenSignIns = new WeakMap<HubSocket, SignIn>()

/** After the session middleware, on the request that opens a connection. */
export function noteSignIn(req: Request, _res: Response, next: NextFunction) {
  const { sessionID: sessionId, sessionStore } = req
  signIns.set(req, {
    channel: sessionChannel(sessionId),
    language: languageOf(req),
    viewer: () => viewerNow(sessionStore, sessionId),
  })
  next()
}

/** Whoever shows a token (`auth: { token }`) is nobody else, whatever their cookies say. */
export async function signInOf(socket: HubSocket): Promise<SignIn | undefined> {
  const { token } = socket.handshake.auth
  if (token === undefined) return signIns.get(socket.request)
  const known = tokenSignIns.get(socket)
  if (known) return known
  const read = await accounts().ofToken(token)
  if (!read) return undefined
  const signIn = { ...read, language: languageOf(socket.request) }
  tokenSignIns.set(socket, signIn)
  return signIn
}

export function mayHear({ scopes }: SignIn, topic: string) {
  return !scopes || mayListen(scopes, topic)
}

export function mayWrite({ scopes }: SignIn) {
  return !scopes || scopes.includes('chat')
}

async function viewerNow(store: Store, sessionId: string) {
  const key = (await readSession(store, sessionId))?.passport?.user
  return key ? accounts().ofSession(key) : undefined
}

function readSession(store: Store, id: string) {
  return new Promise<SessionData | null | undefined>((resolve, reject) => {
    store.get(id, (error, session) => (error ? reject(error) : resolve(session)))
  })
}
