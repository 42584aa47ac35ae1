import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { freshSession, saveSession } from '../door/halfway.ts'
import type { Person } from './flow.ts'

/**
 * Somebody whom the provider knows and we do not yet, while they say who they are here. `proven` once the
 * address is theirs for sure; `binding` is known to this browser alone.
 */
export type Stranger = Person & {
  proven: boolean
  binding: string
  retour?: string | undefined
  until: number
}

declare module 'express-session' {
  interface SessionData {
    stranger?: Stranger
  }
}

const LIFE_MS = 30 * 60_000

export async function receive(req: Request, person: Person, retour: string | undefined) {
  await freshSession(req)
  req.session.cookie.maxAge = LIFE_MS
  req.session.stranger = {
    ...person,
    proven: person.verified,
    binding: randomBytes(24).toString('base64url'),
    retour,
    until: Date.now() + LIFE_MS,
  }
  await saveSession(req)
}

/** Their address is theirs for sure. */
export async function prove(req: Request, stranger: Stranger) {
  req.session.stranger = { ...stranger, proven: true }
  await saveSession(req)
}

export function strangerOf(req: Request) {
  const { stranger } = req.session
  return stranger && stranger.until > Date.now() ? stranger : undefined
}
