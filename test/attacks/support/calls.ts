import '../../../server/features.ts'
import { readConfig } from '../../../server/platform/config.ts'
import { urlMap } from '../../../server/platform/features/url-map.ts'
import { areas } from '../../../server/platform/openapi/areas.ts'
import { describe } from '../../../server/platform/openapi/document.ts'
import { type Operation, reads } from '../../../server/platform/openapi/operation.ts'
import { paramsFor } from '../../platform/openapi/support/ground.ts'
import { callsOf } from '../../platform/openapi/support/walk.ts'
import type { Agent } from '../../support/agent.ts'
import { aMember } from '../../support/people.ts'
import { ownParams } from './own.ts'

/** A route that the hub serves, and what the description of the API says of it, if anything. */
export type Call = { name: string; method: string; path: string; operation: Operation | undefined }

const operations = areas().flatMap(area => area.operations)

/** Every route, however it came to be there. */
export const CALLS: Call[] = callsOf(urlMap(readConfig({ SESSION_SECRET: 'x'.repeat(40) }))).map(
  name => {
    const [method = '', path = ''] = name.split(' ')
    const operation = operations.find(
      one => one.path === path && one.method.toUpperCase() === method,
    )
    return { name, method, path, operation }
  },
)

export const READS = CALLS.filter(({ method }) => method === 'GET')
export const WRITES = CALLS.filter(({ method }) => method === 'POST')

/** Names nothing, though it looks like an id, and a slug may look so too. */
export const NOBODY = '5b028d41b54951a753863220'

const addresses = new WeakMap<{ url: string }, Map<string, string>>()

/** The address of something made for this route alone; what nothing is known of names nothing. */
export async function addressFor(call: Call, hub: { url: string }, admin: Owner) {
  const made = addresses.get(hub) ?? new Map<string, string>()
  addresses.set(hub, made)
  const address = made.get(call.name) ?? (await newAddress(call, hub, admin))
  made.set(call.name, address)
  return address
}

async function newAddress(call: Call, hub: { url: string }, admin: Owner) {
  const operation = call.operation ?? reads('', call.path, {})
  const needed = call.path.includes(':')
  const own = needed ? await ownParams(call.path, hub, admin) : undefined
  const params = own ?? (needed ? await paramsFor(operation, hub, admin) : {})
  return call.path.replace(/:(\w+)/g, (_, name: string) => String(params[name] ?? NOBODY))
}

export type Owner = Agent & { member: { id: string; email: string } }

const { paths } = JSON.parse(JSON.stringify(describe('en')))

/** The fields that a program may send there, by their names. */
export function fieldsOf({ operation }: Call): string[] {
  const { properties = {} } =
    described(operation)?.requestBody?.content['application/json']?.schema ?? {}
  return Object.keys(properties)
}

/** A body that the route accepts. */
export function exampleOf({ operation }: Call): Record<string, unknown> {
  return described(operation)?.requestBody?.content['application/json']?.example ?? {}
}

/** The parameters of its query. */
export function queryOf({ operation }: Call): string[] {
  const parameters: { in: string; name: string }[] = described(operation)?.parameters ?? []
  return parameters.filter(one => one.in === 'query').map(({ name }) => name)
}

function described(operation: Operation | undefined) {
  if (!operation) return undefined
  return paths[operation.path.replace(/:(\w+)/g, '{$1}')]?.[operation.method]
}

/** What the examples of the API say is there. */
export async function furnish(admin: Owner) {
  await aMember('animateur', { email: 'animateur@demo.test' })
  const space = { name: 'Cybercommune de Rostrenen', commune: 'Rostrenen' }
  await admin.postJson('/lieux', space)
}
