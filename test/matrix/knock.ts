import type { Agent } from '../support/agent.ts'
import { type Cast, ROLES, type Role } from './cast.ts'
import { thingsFor } from './things.ts'

/** A call such as `POST /discussions/:id/verrou`. */
export type Call = string

/** Who is let in at a call, as a page and as JSON: a refusal is a 401, 403 or 404, or the way to the sign-in page. */
export async function whoGetsIn(call: Call, cast: Cast, expected: readonly Role[]) {
  const refused = ROLES.filter(role => !expected.includes(role))
  const page: Role[] = []
  const json: Role[] = []
  // Those who are refused leave the thing as it is for one another; who is let in may take it away.
  const shared = await addressOf(call, cast)
  for (const role of refused) {
    if (await enters(cast[role], call, shared, 'page')) page.push(role)
    if (await enters(cast[role], call, shared, 'json')) json.push(role)
  }
  for (const role of expected) {
    if (await enters(cast[role], call, await fresh(call, cast, shared), 'page')) page.push(role)
    if (await enters(cast[role], call, await fresh(call, cast, shared), 'json')) json.push(role)
  }
  return { page: inOrder(page), json: inOrder(json) }
}

const inOrder = (roles: Role[]) => ROLES.filter(role => roles.includes(role))

async function fresh(call: Call, cast: Cast, shared: string) {
  return call.startsWith('GET') || !call.includes(':') ? shared : addressOf(call, cast)
}

async function addressOf(call: Call, cast: Cast) {
  const path = call.slice(call.indexOf(' ') + 1)
  const things = path.includes(':') ? await thingsFor(path, cast) : {}
  return path.replace(/:(\w+)/g, (_, name: string) => things[name] || 'inconnu')
}

async function enters(agent: Agent, call: Call, address: string, as: 'page' | 'json') {
  const { status, location } = await knock(agent, call, address, as)
  if (status >= 500) throw new Error(`${call} answers ${status}`)
  return ![401, 403, 404].includes(status) && !location?.startsWith('/connexion')
}

function knock(agent: Agent, call: Call, address: string, as: 'page' | 'json') {
  const get = call.startsWith('GET')
  if (as === 'page') return get ? agent.get(address) : agent.post(address)
  const headers = { accept: 'application/json' }
  return get
    ? agent.send('GET', address, { headers })
    : agent.send('POST', address, { headers, json: {} })
}
