import type { Scope } from '../../models/words/token.ts'
import { Agent } from './agent.ts'
import { signedInAs } from './people.ts'

type Headers = Record<string, string>

/** A token that this member makes on their page: its JSON, with the secret. */
export async function aToken(owner: Agent, scopes: Scope[], overrides: object = {}) {
  const input = { name: 'Un script', scopes, days: 30, ...overrides }
  const { status, text, body } = await owner.postJson('/compte/jetons', input)
  if (status !== 201) throw new Error(`No token: ${status} ${text}`)
  return body
}

/** What a script with this secret asks: JSON in, and whatever comes out. */
export class Program {
  readonly #agent: Agent
  readonly #authorization: string

  constructor(hub: { url: string }, secret: string) {
    this.#agent = new Agent(hub.url)
    this.#authorization = `Bearer ${secret}`
  }

  get(path: string, headers: Headers = {}) {
    return this.send('GET', path, { headers })
  }

  post(path: string, json: unknown = {}, headers: Headers = {}) {
    return this.send('POST', path, { json, headers })
  }

  async send(
    method: string,
    path: string,
    { headers, ...options }: { headers?: Headers; json?: unknown; form?: FormData } = {},
  ) {
    const reply = await this.#agent.send(method, path, {
      ...options,
      headers: { authorization: this.#authorization, ...headers },
    })
    const isJson = reply.headers.get('content-type')?.includes('json') && reply.text
    return { ...reply, body: isJson ? JSON.parse(reply.text) : undefined }
  }
}

/** A member of this role, one of their tokens, and a program that holds it. */
export async function aProgram(
  hub: { url: string },
  scopes: Scope[],
  role: Parameters<typeof signedInAs>[1] = 'admin',
) {
  const owner = await signedInAs(hub, role)
  const token = await aToken(owner, scopes)
  return Object.assign(new Program(hub, token.secret), { owner, token })
}
