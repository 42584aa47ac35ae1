type Options = {
  json?: unknown
  form?: Record<string, string | string[]> | FormData
  headers?: Record<string, string>
}
export type Reply = { status: number; headers: Headers; text: string; location: string | null }

/** A small browser for HTTP tests: keeps cookies, follows nothing, speaks HTML or JSON. */
export class Agent {
  readonly #base: string
  readonly #cookies = new Map<string, string>()

  constructor(base: string) {
    this.#base = base
  }

  /** As a browser that shows pages. */
  get(path: string, headers: Record<string, string> = {}) {
    return this.send('GET', path, { headers: { accept: 'text/html', ...headers } })
  }

  /** As a form without JavaScript. */
  post(path: string, form: Record<string, string | string[]> | FormData = {}) {
    return this.send('POST', path, {
      form,
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    })
  }

  async getJson(path: string) {
    return this.#json(await this.send('GET', path, { headers: { accept: 'application/json' } }))
  }

  async postJson(path: string, json: unknown = {}) {
    return this.#json(
      await this.send('POST', path, { json, headers: { accept: 'application/json' } }),
    )
  }

  async signIn(email: string, password: string) {
    const reply = await this.postJson('/connexion', { email, password })
    if (reply.status !== 200) throw new Error(`Could not sign in: ${reply.status} ${reply.text}`)
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Cookies that it was given some other way, as a browser sends them. */
  take(cookies: string) {
    for (const pair of cookies.split(/;\s*/)) this.#keep(pair)
  }

  get cookies() {
    return [...this.#cookies].map(([name, value]) => ({ name, value }))
  }

  async send(method: string, path: string, { json, form, headers = {} }: Options): Promise<Reply> {
    const response = await fetch(new URL(path, this.#base), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...bodyOf(json, form),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location'),
    }
  }

  #keep(line: string) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const value = pair.slice(at + 1)
    if (value) this.#cookies.set(pair.slice(0, at), value)
    else this.#cookies.delete(pair.slice(0, at))
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
  #json(reply: Reply): Reply & { body: any } {
    return { ...reply, body: reply.text ? JSON.parse(reply.text) : undefined }
  }
}

function bodyOf(
  json: unknown,
  form: Options['form'],
): { body?: string | FormData | URLSearchParams } {
  if (json !== undefined) return { body: JSON.stringify(json) }
  if (form instanceof FormData) return { body: form }
  if (!form) return {}
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map(one => [name, one]),
  )
  return { body: new URLSearchParams(pairs as [string, string][]) }
}
