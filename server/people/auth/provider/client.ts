import type { Configuration } from 'openid-client'
import { HttpError } from '../../../platform/errors.ts'
import { log } from '../../../platform/log.ts'

/** The identity provider that the operator chose, if any. */
export type Provider = { issuer: string; clientId: string; clientSecret: string; label: string }

type Found = { config: Promise<Configuration>; until: number }

const KEPT_MS = 60 * 60_000
/** A provider that is down is not asked by everybody at every click. */
const AWAY_MS = 15_000
const PATIENCE_S = 8

let chosen: Provider | undefined
let discovered: Found | undefined

export function setProvider(provider: Provider | undefined) {
  chosen = provider
  discovered = undefined
}

export function provider() {
  return chosen
}

/** Read when somebody first needs it: a hub neither starts nor shows a page later for it. */
export function openId() {
  return import('openid-client')
}

/** What the provider says of itself, kept for an hour. Throws 503 while it does not answer. */
export async function providerConfig(): Promise<Configuration> {
  if (!chosen) throw new HttpError(404, 'notFound')
  if (!discovered || discovered.until < Date.now()) {
    const found = { config: discover(chosen), until: Date.now() + KEPT_MS }
    discovered = found
    found.config.catch(() => {
      found.until = Date.now() + AWAY_MS
    })
  }
  try {
    return await discovered.config
  } catch (failure) {
    throw away(failure)
  }
}

/** Nothing of what it said is told or logged, but the kind of failure. */
export function away(failure: unknown) {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown'
  log.warn({ code }, 'the identity provider does not answer')
  return new HttpError(503, 'providerAway')
}

async function discover({ issuer, clientId, clientSecret }: Provider) {
  const client = await openId()
  const post = client.ClientSecretPost(clientSecret)
  const basic = client.ClientSecretBasic(clientSecret)
  const config = await client.discovery(
    new URL(issuer),
    clientId,
    { client_secret: clientSecret },
    // What a provider does not say, it means « basic ».
    (server, ...rest) =>
      (server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ? post : basic)(
        server,
        ...rest,
      ),
    {
      timeout: PATIENCE_S,
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
      ],
    },
  )
  config.timeout = PATIENCE_S
  return config
}
