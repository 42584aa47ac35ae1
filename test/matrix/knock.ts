import type { Agent } from '../support/agent.ts'
import { type Cast, ROLES, type Role } from './cast.ts'
import { discard, thingsFor } from './things.ts'

/** A call such as `POST /discussions/:id/verrou`. */
export type Call = string

/** Who is let in at a call: a refusal is a 401, 403 or 404, or the way to the sign-in page. */
export async function whoGetsIn(call: Call, cast: Cast, expected: readonly Role[]) {
  const refused = ROLES.filter(role => !expected.includes(role))
  const json: Role[] = []
  for (const role of [...refused, ...expected])
    if (await enters(role, call, cast, 'json')) json.push(role)
  // Pages and JSON have one handler: those on both sides of the line, the strongest who is refused and the
  // weakest who is let in, tell whether it draws the line elsewhere for pages.
  const page: Role[] = []
  const asked = [...byStrength(refused).slice(-1), ...byStrength(expected).slice(0, 1)]
  for (const role of asked) if (await enters(role, call, cast, 'page')) page.push(role)
  return { json: inOrder(json), page: inOrder(page), asked: inOrder(asked) }
}

const WEAKEST_FIRST: readonly Role[] = [
  'visitor',
  'pending',
  'suspended',
  'volunteer',
  'animateur',
  'author',
  'coordinator',
  'admin',
]

const byStrength = (roles: readonly Role[]) => WEAKEST_FIRST.filter(role => roles.includes(role))

const inOrder = (roles: Role[]) => ROLES.filter(role => roles.includes(role))

async function enters(role: Role, call: Call, cast: Cast, as: 'page' | 'json') {
  const path = call.slice(call.indexOf(' ') + 1)
  const { status, location } = await knock(cast[role], call, await addressOf(path, cast), as)
  if (status >= 500) throw new Error(`${call} answers ${status}`)
  const refused = [401, 403, 404].includes(status) || location?.startsWith('/connexion')
  // Who is refused, or told that the form is wrong, leaves the thing as it was.
  if (!refused && status < 400 && !call.startsWith('GET')) discard(path, cast)
  return !refused
}

async function addressOf(path: string, cast: Cast) {
  const things = path.includes(':') ? await thingsFor(path, cast) : {}
  return path.replace(/:(\w+)/g, (_, name: string) => things[name] || 'inconnu')
}

function knock(agent: Agent, call: Call, address: string, as: 'page' | 'json') {
  const get = call.startsWith('GET')
  if (as === 'page') return get ? agent.get(address) : agent.post(address)
  const headers = { accept: 'application/json' }
  return get
    ? agent.send('GET', address, { headers })
    : agent.send('POST', address, { headers, json: {} })
}
