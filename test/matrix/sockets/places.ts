import { Thread } from '../../../models/thread.ts'
import type { Agent } from '../../support/agent.ts'
import { aGroup } from '../../support/groups.ts'
import { reported, WHY } from '../../support/moderation.ts'
import type { Company, Who } from './company.ts'

/** What may be listened to: `names` are how a client may ask for it, `topic` how the hub calls it. */
export type Place = {
  topic: string
  names: string[]
  url: string
  name: string
  /** Hears it without asking. */
  owner?: Who
}
type Kind = { what: string; hears: readonly Who[]; make(company: Company): Promise<Place> }

const MEMBERS = [
  'volunteer',
  'author',
  'animateur',
  'coordinator',
  'admin',
  'insider',
] as const satisfies Who[]
const INSIDERS = ['author', 'insider'] as const satisfies Who[]
/** Coordinators keep the group of every territory; its people are those of its spaces. */
const TERRITORY = ['author', 'coordinator', 'admin', 'insider'] as const satisfies Who[]

/** Who hears what is said where: the table that the sockets are held against. */
export const ROOMS: Kind[] = [
  { what: 'a room of the network', hears: MEMBERS, make: room },
  { what: 'a room of an open group', hears: INSIDERS, make: of('open', groupRoom) },
  { what: 'a room of a group on request', hears: INSIDERS, make: of('request', groupRoom) },
  { what: 'a room of a private group', hears: INSIDERS, make: of('private', groupRoom) },
  { what: 'a room of a territory', hears: TERRITORY, make: of('territory', groupRoom) },
]
export const DISCUSSIONS: Kind[] = [
  { what: 'a discussion of the network', hears: MEMBERS, make: discussion },
  { what: 'a discussion of an open group', hears: INSIDERS, make: of('open', groupThread) },
  { what: 'a discussion of a private group', hears: INSIDERS, make: of('private', groupThread) },
  { what: 'a discussion of a territory', hears: TERRITORY, make: of('territory', groupThread) },
]
export const SILENT: Kind[] = [
  { what: 'a room that is closed', hears: [], make: closedRoom },
  { what: 'a room of a closed group', hears: [], make: closing(groupRoom) },
  { what: 'a discussion of a closed group', hears: [], make: closing(groupThread) },
  { what: 'a discussion that is hidden', hears: [], make: hidden },
  { what: 'a discussion that is now a part of another', hears: [], make: merged },
  { what: 'a discussion that was removed', hears: [], make: removed },
  { what: 'a discussion that waits to be read', hears: [], make: waiting },
  { what: 'what reaches one member', hears: [], make: ownChannel },
  { what: 'what was never there', hears: [], make: async () => nowhere() },
]

type Made = { slug: string; url: string; audience: string }
let made = 0

function room({ admin }: Company) {
  return posted(admin, '/administration/salons', { title: `Salon ${++made}` }).then(roomPlace)
}

async function discussion({ author }: Company, audience = 'network') {
  const words = { title: `Fil ${++made}`, body: 'Alors ?', audience }
  return threadPlace(await posted(author, '/discussions', words))
}

function of(kind: Kinds, make: (company: Company, group: Made) => Promise<Place>) {
  return async (company: Company) => make(company, await groupOf(kind, company))
}

function closing(make: (company: Company, group: Made) => Promise<Place>) {
  return async (company: Company) => {
    const group = await groupOf('open', company)
    const place = await make(company, group)
    await done(company.author.postJson(`${group.url}/fermeture`))
    return place
  }
}

/** The coordination keeps the group of a territory. */
function groupRoom({ author, coordinator, territoryGroup }: Company, { url }: Made) {
  const keeper = url === territoryGroup.url ? coordinator : author
  return posted(keeper, `${url}/salons`, { title: `Salon ${++made}` }).then(roomPlace)
}

function groupThread(company: Company, { audience }: Made) {
  return discussion(company, audience)
}

type Kinds = 'open' | 'request' | 'private' | 'territory'

async function groupOf(kind: Kinds, { author, insider, territoryGroup }: Company): Promise<Made> {
  return kind === 'territory' ? territoryGroup : aGroup(author, kind, [insider.member])
}

async function closedRoom(company: Company) {
  const place = await room(company)
  await done(company.admin.postJson(`/administration${place.url}/fermeture`))
  return place
}

async function hidden(company: Company) {
  const place = await discussion(company)
  const subject = await reported(company.volunteer, place.url)
  await done(company.coordinator.postJson(`${subject}/masquage`, WHY))
  return place
}

async function merged(company: Company) {
  const [place, other] = [await discussion(company), await discussion(company)]
  await Thread.updateOne({ _id: place.name }, { $set: { away: 'merged', mergedInto: other.name } })
  return place
}

async function removed(company: Company) {
  const place = await discussion(company)
  await done(company.author.postJson(`${place.url}/suppression`))
  return place
}

/** A first discussion with a link to elsewhere, by somebody new. */
async function waiting({ newcomer }: Company) {
  const body = `Voir https://ailleurs.example/${++made}`
  const { id } = (await newcomer.postJson('/discussions', { title: 'Annonce', body })).body
  return threadPlace({ id, url: `/discussions/${id}` })
}

async function ownChannel({ author }: Company): Promise<Place> {
  const { id, slug } = author.member
  const names = [`member:${id}`, `member:${id}:fr`, `/membres/${slug}`, slug, `session:${id}`]
  return { topic: `member:${id}`, names: [...names, id], url: '', name: id, owner: 'author' }
}

function nowhere(): Place {
  return threadPlace({ id: '5b028d41b54951a753863220', url: '/discussions/inconnu' })
}

function roomPlace({ id, slug, url }: { id: string; slug: string; url: string }): Place {
  return {
    ...{ topic: `room:${id}`, url, name: slug },
    names: [slug, id, url, `room:${id}`, `room:${id}:fr`],
  }
}

function threadPlace({ id, url }: { id: string; url: string }): Place {
  const topic = `thread:${id}`
  return { topic, url, name: id, names: [id, `/discussions/${id}`, topic, `${topic}:fr`] }
}

/** The names that a client may use; the hub's own are never asked for. */
export function askable({ names, topic }: Place) {
  return names.filter(name => !name.startsWith(topic))
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function posted(agent: Agent, path: string, json: object): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}

async function done(asked: Promise<{ status: number; text: string }>) {
  const { status, text } = await asked
  if (status >= 300) throw new Error(`${status}: ${text}`)
}
