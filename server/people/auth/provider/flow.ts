import type { Request } from 'express'
import type { Configuration } from 'openid-client'
import { z } from 'zod'
import { HttpError } from '../../../platform/errors.ts'
import { log } from '../../../platform/log.ts'
import { services } from '../../../platform/services.ts'
import { saveSession } from '../door/halfway.ts'
import { useOnce } from '../used-once.ts'
import { away, openId, providerConfig } from './client.ts'

/** What this browser sent to the provider, to be found again in what comes back. */
type Journey = {
  state: string
  nonce: string
  verifier: string
  retour?: string | undefined
  until: number
}

declare module 'express-session' {
  interface SessionData {
    journey?: Journey
  }
}

const LIFE_MS = 10 * 60_000
export const BACK = '/connexion/oidc/retour'

/** Who the provider says that it was. `verified` is true only when it says so itself. */
export type Person = {
  issuer: string
  subject: string
  email: string
  verified: boolean
  name: string
}

/** Where to send the browser: code flow, with PKCE, state and nonce. */
export async function departure(req: Request, retour: string | undefined) {
  const config = await providerConfig()
  const client = await openId()
  const verifier = client.randomPKCECodeVerifier()
  const journey = { state: client.randomState(), nonce: client.randomNonce(), verifier }
  req.session.journey = { ...journey, retour, until: Date.now() + LIFE_MS }
  await saveSession(req)
  return client.buildAuthorizationUrl(config, {
    redirect_uri: `${services().baseUrl}${BACK}`,
    scope: scopesOf(config),
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: journey.state,
    nonce: journey.nonce,
  }).href
}

/** Who comes back. Once only, within ten minutes, from the journey that this very browser began. */
export async function arrival(
  req: Request,
): Promise<{ person: Person; retour?: string | undefined }> {
  const { journey } = req.session
  delete req.session.journey
  const isOpen = journey && journey.until > Date.now()
  if (!isOpen || !(await useOnce(journey.state))) throw refused('expired')
  const config = await providerConfig()
  const client = await openId()
  try {
    const tokens = await client.authorizationCodeGrant(config, whereWeAre(req), {
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      pkceCodeVerifier: journey.verifier,
      idTokenExpected: true,
    })
    const said = tokens.claims()
    if (!said) throw refused('claims')
    const more = await moreOf(config, tokens.access_token, said.sub)
    return { person: personOf(config, said.sub, more ?? said), retour: journey.retour }
  } catch (failure) {
    if (failure instanceof HttpError) throw failure
    throw isAway(failure) ? away(failure) : refused(codeOf(failure))
  }
}

/** The address of this site, whatever proxies made of it. */
function whereWeAre(req: Request) {
  return new URL(req.originalUrl, services().baseUrl)
}

/** The claims of the userinfo page, JSON or signed; its subject is checked to be the same. */
async function moreOf(config: Configuration, token: string, subject: string) {
  if (!config.serverMetadata().userinfo_endpoint) return undefined
  return (await openId()).fetchUserInfo(config, token, subject)
}

const claims = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  email_verified: z.boolean().catch(false).default(false),
  name: z.string().catch('').default(''),
  given_name: z.string().catch('').default(''),
  family_name: z.string().catch('').default(''),
  /** ProConnect's own word for it. */
  usual_name: z.string().catch('').default(''),
})

function personOf(config: Configuration, subject: string, said: unknown): Person {
  const { data } = claims.safeParse(said)
  if (!data) throw refused('email')
  const { email, email_verified: verified, given_name, usual_name, family_name } = data
  const name = data.name || `${given_name} ${usual_name || family_name}`.trim()
  return { issuer: config.serverMetadata().issuer, subject, email, verified, name: plain(name) }
}

function plain(name: string) {
  return name
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
}

/** What we would like to know, of what the provider says it has words for. */
function scopesOf(config: Configuration) {
  const known = config.serverMetadata().scopes_supported
  const wished = ['profile', 'given_name', 'usual_name'].filter(scope => known?.includes(scope))
  return ['openid', 'email', ...(known ? wished : ['profile'])].join(' ')
}

function refused(code: string) {
  log.warn({ code }, 'a sign-in by the identity provider is refused')
  return new HttpError(400, code === 'access_denied' ? 'providerCancelled' : 'providerRefused')
}

function codeOf(failure: unknown) {
  const { error, code } = Object(failure)
  return String(error ?? code ?? 'unknown').slice(0, 60)
}

/** It did not answer, rather than answering no. */
function isAway(failure: unknown) {
  const { code, status, name } = Object(failure)
  return code === 'OAUTH_TIMEOUT' || Number(status) >= 500 || name === 'TypeError'
}
