import type { Types } from 'mongoose'
import { Member } from '../../models/member.ts'
import type { MemberState, Role } from '../../models/words/member.ts'
import { hashPassword } from '../../server/people/auth/passwords.ts'
import { Agent } from './agent.ts'
import { aSession } from './session.ts'

export const PASSWORD = 'cidre et galettes'

let hash: Promise<string> | undefined
let count = 0

type Overrides = Partial<{
  name: string
  email: string
  state: MemberState
  approvedAt: Date | undefined
  slug: string
  space: Types.ObjectId
  spaceClaimed: boolean
  bio: string
  skills: string[]
}>

/** A member in the store, active unless said otherwise; their password is PASSWORD. */
export async function aMember(role: Role = 'animateur', overrides: Overrides = {}) {
  hash ??= hashPassword(PASSWORD)
  const n = ++count
  return Member.create({
    name: `Personne ${n}`,
    slug: `personne-${process.pid}-${n}`,
    email: `personne-${process.pid}-${n}@example.org`,
    passwordHash: await hash,
    role,
    state: 'active',
    // Known for long, unless a test is about those who are new.
    approvedAt: new Date(0),
    ...overrides,
  })
}

/**
 * A browser in which a new member of this role is signed in. `agent.member` is who. Where the hub's secret is known, the session is
 * written rather than asked for with a password, which would take most of the time of many a test.
 */
export async function signedInAs(
  hub: { url: string; sessionSecret?: string },
  role: Role = 'animateur',
  overrides: Overrides = {},
) {
  const member = await aMember(role, overrides)
  const agent = new Agent(hub.url)
  if (hub.sessionSecret) agent.take(await aSession(member, hub.sessionSecret))
  else await agent.signIn(member.email, PASSWORD)
  return Object.assign(agent, { member })
}

/** Somebody who is not signed in. */
export function aVisitor(hub: { url: string }) {
  return new Agent(hub.url)
}
