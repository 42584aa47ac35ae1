import { Member, type MemberRecord, type MemberState } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { presentAccount } from '../members/presenter.ts'

type Place = { name: string; slug: string; commune: string } | null

/** What a coordinator reads before saying yes. */
export function presentCandidate(member: MemberRecord, space: Place) {
  return { ...presentAccount(member, space), introduction: member.introduction }
}

/** Members of a state by name, with their spaces, in two queries. */
export async function membersByState(state: MemberState) {
  const members = await Member.find({ state }).sort({ name: 1 }).limit(500).lean()
  const ids = members.map(({ space }) => space).filter(Boolean)
  const spaces = await Space.find({ _id: { $in: ids } }, 'name slug commune').lean()
  const byId = new Map(spaces.map(space => [String(space._id), space]))
  return members.map(member => presentCandidate(member, byId.get(String(member.space)) ?? null))
}
