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

const shelves = new WeakMap<Hub, Map<string, Params>>()

/**
 * The address of something made for this route alone, if it writes; those that read share one of each kind.
 * What nothing is known of names nothing.
 */
export async function addressFor(call: Call, hub: Hub, admin: Owner) {
  const key = call.method === 'GET' ? kindOf(call.path) : call.name
  return addressOn(shelfOf(hub), key, call, () => paramsOf(call, hub, admin))
}

/** The same for writes whose attempts are mostly refused: one of each kind, until `discard` takes it from the shelf. */
export async function sharedAddressFor(call: Call, hub: Hub, admin: Owner) {
  return addressOn(shelfOf(hub), kindOf(call.path), call, () => paramsOf(call, hub, admin))
}

/** What this route's address names was changed: whoever comes next gets another. */
export function discard(call: Call, hub: Hub) {
  shelfOf(hub).delete(kindOf(call.path))
}

type Hub = { url: string }
type Params = Record<string, string>

function shelfOf(hub: Hub) {
  const shelf = shelves.get(hub) ?? new Map<string, Params>()
  shelves.set(hub, shelf)
  return shelf
}

async function addressOn(
  shelf: Map<string, Params>,
  key: string,
  { path }: Call,
  make: () => Promise<Params>,
) {
  if (!path.includes(':')) return path
  const params = shelf.get(key) ?? (await make())
  shelf.set(key, params)
  return path.replace(/:(\w+)/g, (_, name: string) => String(params[name] ?? NOBODY))
}

/** What makes the things looks at no more of an address than this; all of it where people stand in several ways. */
function kindOf(path: string) {
  if (/^\/(moderation|groupes|lieux)\//.test(path)) return path
  const [through = ''] = path.match(/^.*:\w+/) ?? []
  const told = path.match(/\/(signalement|original|publication|avis|seances|lieu)\b|\.pdf/g)
  return `${through} ${told}`
}

async function paramsOf(call: Call, hub: Hub, admin: Owner): Promise<Params> {
  const own = await ownParams(call.path, hub, admin)
  return own ?? (await paramsFor(call.operation ?? reads('', call.path, {}), hub, admin))
}

export type Owner = Agent & { member: { id: string; email: string } }

const { paths } = JSON.parse(JSON.stringify(describe('en')))

/** The fields that a program may send there, by their names. */
export function fieldsOf({ operation }: Call): string[] {
  const { properties = {} } =
    described(operation)?.requestBody?.content['application/json']?.schema ?? {}
  return Object.keys(properties)
}

/** How each field of a body, or parameter of a query, is described, but for its length: those of one description have one parser. */
export function shapesOf(call: Call): string[] {
  const schema = described(call.operation)?.requestBody?.content['application/json']?.schema
  const parameters: { schema?: object }[] = described(call.operation)?.parameters ?? []
  return [...Object.values(schema?.properties ?? {}), ...parameters.map(one => one.schema)].map(
    one =>
      JSON.stringify(one, (key, value) =>
        /^(description|example|default|m..Length)$/.test(key) ? undefined : value,
      ),
  )
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
