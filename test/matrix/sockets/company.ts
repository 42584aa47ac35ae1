import { Space } from '../../../models/space.ts'
import { signedInAs } from '../../support/people.ts'
import { type Listener, listen } from '../../support/sockets.ts'
import { type Cast, gatherCast, ROLES } from '../cast.ts'

export const EVERYBODY = [...ROLES, 'insider'] as const
export type Who = (typeof EVERYBODY)[number]
type Person = Awaited<ReturnType<typeof signedInAs>>
type Hub = { url: string }

/** The cast of the pages, with an `insider`: a volunteer of the author's space, whom the author lets into each group. */
export type Company = Cast & {
  insider: Person
  newcomer: Person
  territoryGroup: { slug: string; url: string; audience: string }
}

export async function gatherCompany(hub: Hub): Promise<Company> {
  const cast = await gatherCast(hub)
  const space = await Space.findOne({ slug: cast.space }).lean()
  const insider = await signedInAs(hub, 'volunteer', space ? { space: space._id } : {})
  const newcomer = await signedInAs(hub, 'volunteer', { approvedAt: new Date() })
  return { ...cast, insider, newcomer, territoryGroup: await territoryOf(cast) }
}

/** From now on the author's space is of a territory, which the other animateur's is not. */
async function territoryOf({ coordinator, space }: Cast) {
  await coordinator.postJson(`/lieux/${space}/modifier`, { territory: 'Poher' })
  const fields = { title: 'Le Poher', kind: 'territory', territory: 'poher' }
  const { status, text, body } = await coordinator.postJson('/groupes', fields)
  if (status !== 201) throw new Error(`No group: ${text}`)
  return { slug: body.slug, url: body.url, audience: `group:${body.slug}` }
}

export type Listeners = { who: Who; listener: Listener }[]

/** The sockets of those who get one at all: who may not even connect is not here. */
export async function openSockets(company: Company): Promise<Listeners> {
  const open: Listeners = []
  for (const who of EVERYBODY) {
    const listener = await listen(company.hub, company[who]).catch(() => undefined)
    if (listener) open.push({ who, listener })
  }
  return open
}

/** Once each has an answer to something asked now, all that was said before has arrived, or never will. */
export async function settled(listeners: Listeners) {
  await Promise.all(listeners.map(({ listener }) => listener.ask('room:leave', { room: '-' })))
}
