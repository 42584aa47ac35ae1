import type { Role } from '../../../models/words/member.ts'
import { Agent } from '../../support/agent.ts'
import { reported, WHY } from '../../support/moderation.ts'
import { PASSWORD, type signedInAs } from '../../support/people.ts'
import type { Program } from '../../support/tokens.ts'
import type { Company } from './company.ts'

/** Where things are said to somebody, and by which ways they hear and read them. */
export const PLACES = ['network', 'group', 'territory'] as const
export type PlaceName = (typeof PLACES)[number]
export type Left = { session: readonly PlaceName[]; token: readonly PlaceName[] }

export type Somebody = Awaited<ReturnType<typeof signedInAs>> & {
  program: Program
  tokenId: string
  secret: string
}
export type Scene = { company: Company; group: { url: string; audience: string } }
type Loss = {
  what: string
  role?: Role
  act(somebody: Somebody, scene: Scene): Promise<unknown>
  left: Left
}

const NOTHING: Left = { session: [], token: [] }
const both = (...places: PlaceName[]): Left => ({ session: places, token: places })

/** What each loss leaves, from the answer that says it is done. */
export const LOSSES: Loss[] = [
  { what: 'a suspension', act: sanction('suspension'), left: NOTHING },
  { what: 'an exclusion', act: sanction('exclusion'), left: NOTHING },
  { what: 'leaving a group', act: leave, left: both('network', 'territory') },
  { what: 'being removed from a group', act: remove, left: both('network', 'territory') },
  { what: 'the end of a group', act: closeGroup, left: both('network', 'territory') },
  { what: 'the end of a territory’s group', act: closeTerritory, left: both('network', 'group') },
  { what: 'leaving a space', act: leaveSpace, left: both('network', 'group') },
  { what: 'a space that leaves its territory', act: moveSpace, left: both('network', 'group') },
  {
    what: 'a role that is no longer the coordination’s',
    role: 'coordinator',
    act: lowerRole,
    left: both('network', 'group'),
  },
  { what: 'signing out', act: signOut, left: { session: [], token: PLACES } },
  { what: 'a device ended from another', act: endDevices, left: { session: [], token: PLACES } },
  { what: 'a token that is revoked', act: revoke, left: { session: PLACES, token: [] } },
]

function sanction(step: 'suspension' | 'exclusion') {
  return async ({ member }: Somebody, { company }: Scene) => {
    const subject = await reported(company.author, `/membres/${member.slug}`)
    const until = new Date(Date.now() + 1e9).toISOString()
    await done(company.coordinator.postJson(`${subject}/${step}`, { ...WHY, until }))
  }
}

function leave(somebody: Somebody, { group }: Scene) {
  return done(somebody.postJson(`${group.url}/sortie`))
}

function remove({ member }: Somebody, { company, group }: Scene) {
  return done(company.author.postJson(`${group.url}/membres/${member.slug}/retrait`))
}

function closeGroup(_somebody: Somebody, { company, group }: Scene) {
  return done(company.author.postJson(`${group.url}/fermeture`))
}

function closeTerritory(_somebody: Somebody, { company }: Scene) {
  return done(company.coordinator.postJson(`${company.territoryGroup.url}/fermeture`))
}

function leaveSpace(somebody: Somebody) {
  return done(somebody.postJson('/compte', { name: 'Odile', space: '' }))
}

function moveSpace(_somebody: Somebody, { company }: Scene) {
  const path = `/lieux/${company.space}/modifier`
  return done(company.coordinator.postJson(path, { territory: 'Ailleurs' }))
}

function lowerRole({ member }: Somebody, { company }: Scene) {
  const path = `/administration/membres/${member.id}/role`
  return done(company.admin.postJson(path, { role: 'animateur' }))
}

/** In another tab: this one keeps the cookie, which is worth nothing any more. */
function signOut({ cookie }: Somebody, { company }: Scene) {
  return done(new Agent(company.hub.url).send('POST', '/deconnexion', { headers: { cookie } }))
}

async function endDevices({ member }: Somebody, { company }: Scene) {
  const other = new Agent(company.hub.url)
  await other.signIn(member.email, PASSWORD)
  await done(other.postJson('/compte/securite/appareils/deconnexion'))
}

function revoke(somebody: Somebody) {
  return done(somebody.postJson(`/compte/jetons/${somebody.tokenId}/revocation`))
}

async function done(asked: Promise<{ status: number; text: string }>) {
  const { status, text } = await asked
  if (status >= 400) throw new Error(`${status}: ${text}`)
}
