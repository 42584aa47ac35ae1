import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Configuration, Provider } from 'oidc-provider'

export const CLIENT = { id: 'rouedad', secret: 'un-secret-bien-garde-entre-nous' }

type Claims = Record<string, unknown>

/** A real OpenID provider on a port of its own, whose people sign in as soon as they are asked. */
export class IdentityProvider {
  readonly issuer: string
  readonly close: () => Promise<void>
  /** Who signs in next, and what the provider says of them. */
  person: { subject: string; claims: Claims } = { subject: 'nobody', claims: {} }

  private constructor(issuer: string, close: () => Promise<void>) {
    this.issuer = issuer
    this.close = close
  }

  static async start(redirectUri: string, { signed = false } = {}) {
    const server = createServer()
    server.listen(0, 'localhost')
    await once(server, 'listening')
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
    const started = new IdentityProvider(issuer, async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    })
    const people = new Map<string, Claims>()
    const provider = new Provider(issuer, settings(redirectUri, signed, people))
    const answer = provider.callback()
    server.on('request', (req, res) => {
      if (!req.url?.startsWith('/entrer/')) return void answer(req, res)
      const { subject, claims } = started.person
      people.set(subject, claims)
      void provider.interactionFinished(req, res, { login: { accountId: subject } })
    })
    return started
  }

  /** What a browser does at the provider, until it is sent back to the hub. The address it is sent to. */
  async visit(address: string, home: string): Promise<string> {
    const jar = new Map<string, string>()
    let next = address
    for (let steps = 0; steps < 10 && !next.startsWith(home); steps++) {
      const cookie = [...jar].map(pair => pair.join('=')).join('; ')
      const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
        jar.set(name, value)
      }
      const location = response.headers.get('location')
      if (!location) throw new Error(`${next} answers ${response.status} ${await response.text()}`)
      next = new URL(location, next).href
    }
    return next
  }
}

function settings(
  redirectUri: string,
  signed: boolean,
  people: Map<string, Claims>,
): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
        ...(signed ? { userinfo_signed_response_alg: 'RS256' } : {}),
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }],
    },
    cookies: { keys: ['a key of the test'] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
    },
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    interactions: { url: (_context, { uid }) => `/entrer/${uid}` },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...people.get(sub) }),
    }),
    // Nobody is asked twice whether they agree.
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc
      const grant = new provider.Grant({
        clientId: client?.clientId,
        accountId: session?.accountId,
      })
      grant.addOIDCScope('openid email profile given_name usual_name')
      await grant.save()
      return grant
    },
  }
}
