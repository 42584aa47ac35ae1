import type { Request } from 'express'
import { Invalid } from '../../../platform/errors.ts'
import { services } from '../../../platform/services.ts'
import { useOnce } from '../used-once.ts'

/** What a device has to sign, kept in the session: for one answer, within five minutes. */
type Ceremony = { kind: 'register' | 'signIn'; challenge: string; name?: string; until: number }

declare module 'express-session' {
  interface SessionData {
    ceremony?: Ceremony
  }
}

const LIFE_MS = 5 * 60_000

export function beginCeremony(req: Request, ceremony: Omit<Ceremony, 'until'>) {
  req.session.ceremony = { ...ceremony, until: Date.now() + LIFE_MS }
}

/** The ceremony that this request answers, which nothing answers again. */
export async function endCeremony(req: Request, kind: Ceremony['kind']) {
  const { ceremony } = req.session
  delete req.session.ceremony
  const isOpen = ceremony?.kind === kind && ceremony.until > Date.now()
  if (!isOpen || !(await useOnce(ceremony.challenge))) throw passkeyRefused()
  return ceremony
}

export function passkeyRefused() {
  return new Invalid({ form: 'security.passkeyRefused' })
}

/** Keys are made for this site's name, and used from its own pages only. */
export function site() {
  const { hostname, origin } = new URL(services().baseUrl)
  return { rpID: hostname, origin }
}

/** Read when somebody first has a key in hand: a hub starts sooner without it. */
export function webAuthn() {
  return import('@simplewebauthn/server')
}
