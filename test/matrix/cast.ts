import { Member } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { forgetAll } from '../../server/platform/memory.ts'
import type { Agent } from '../support/agent.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

export const ROLES = [
  'visitor',
  'pending',
  'volunteer',
  'author',
  'animateur',
  'coordinator',
  'admin',
  'suspended',
] as const
export type Role = (typeof ROLES)[number]

type Hub = { url: string }
type Person = Awaited<ReturnType<typeof signedInAs>>
export type Cast = Record<Role, Agent> & { author: Person } & {
  hub: Hub
  space: string
  authorSlug: string
}

/**
 * Everybody who may knock. `author` is an animateur who runs the space and wrote the things; `animateur` runs another space. Who waits or
 * is suspended keeps the session of before.
 */
export async function gatherCast(hub: Hub): Promise<Cast> {
  const [space, elsewhere] = await Promise.all([aSpace('Rostrenen'), aSpace('Brest')])
  const author = await signedInAs(hub, 'animateur', { space: space._id })
  const [pending, suspended] = [await signedInAs(hub), await signedInAs(hub)]
  await Member.updateOne({ _id: pending.member._id }, { $set: { state: 'pending' } })
  await Member.updateOne({ _id: suspended.member._id }, { $set: { state: 'suspended' } })
  forgetAll()
  return {
    visitor: aVisitor(hub),
    ...{ pending, suspended, author },
    volunteer: await signedInAs(hub, 'volunteer'),
    animateur: await signedInAs(hub, 'animateur', { space: elsewhere._id }),
    coordinator: await signedInAs(hub, 'coordinator'),
    admin: await signedInAs(hub, 'admin'),
    ...{ hub, space: space.slug, authorSlug: author.member.slug },
  }
}

function aSpace(commune: string) {
  const slug = `espace-${commune.toLowerCase()}-${process.pid}`
  return Space.create({
    name: `Espace de ${commune}`,
    slug,
    kind: 'epn',
    commune,
    sortKey: commune.toLowerCase(),
  })
}
