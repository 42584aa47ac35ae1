import type { QueryFilter } from 'mongoose'
import { Member, type MemberRecord } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import type { MemberState } from '../../models/words/member.ts'
import { presentAccount } from '../people/members/presenter.ts'

type Place = { name: string; slug: string; commune: string } | null

/** What a coordinator reads before saying yes. */
export function presentCandidate(member: MemberRecord, space: Place) {
  return { ...presentAccount(member, space), introduction: member.introduction }
}

/** Animateurs who say that they run another space than before. */
const CLAIMS = { spaceClaimed: true, state: 'active', role: 'animateur' } as const

/** How many people wait for an answer of the coordination. */
export async function waitingCount() {
  const [requests, claims] = await Promise.all([
    Member.countDocuments({ state: 'pending' }),
    Member.countDocuments(CLAIMS),
  ])
  return requests + claims
}

export function membersByState(state: MemberState) {
  return membersWithSpaces({ state })
}

export function spaceClaims() {
  return membersWithSpaces(CLAIMS)
}

/** Members by name, with their spaces, in two queries. */
async function membersWithSpaces(filter: QueryFilter<MemberRecord>) {
  const members = await Member.find(filter).sort({ name: 1 }).limit(500).lean()
  const ids = members.map(({ space }) => space).filter(Boolean)
  const spaces = await Space.find({ _id: { $in: ids } }, 'name slug commune').lean()
  const byId = new Map(spaces.map(space => [String(space._id), space]))
  return members.map(member => presentCandidate(member, byId.get(String(member.space)) ?? null))
}
