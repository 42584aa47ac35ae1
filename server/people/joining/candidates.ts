import { AccountMerge } from '../../../models/account-merge.ts'
import { Invitation } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { folded } from '../../platform/http/slugs.ts'
import { openAt } from '../invitations/state.ts'

type Candidate = { id: string; name: string; email: string }

/** What the coordination sees beside each request: who else it may be, and what was asked already. */
export async function withLikenesses<C extends Candidate>(candidates: C[]) {
  if (candidates.length === 0) return []
  const [members, invitations, merges] = await Promise.all([
    activeNames(),
    personalInvitations(),
    mergesOf(candidates),
  ])
  return candidates.map(candidate => ({
    ...candidate,
    alike: members.filter(({ name }) => isSameName(name, candidate.name)).slice(0, 3),
    invited: invitations
      .filter(({ name, email }) => isSameName(name, candidate.name) || email === candidate.email)
      .slice(0, 3),
    merge: merges.get(candidate.id) ?? null,
  }))
}

/** A network has some hundreds of members: their names fit in one read of the index. */
async function activeNames() {
  const members = await Member.find({ state: 'active' }, 'name email').sort({ name: 1 }).lean()
  return members.map(({ name, email }) => ({ name, email }))
}

async function personalInvitations() {
  const open = { email: { $gt: '' }, ...openAt() }
  const invitations = await Invitation.find(open, 'name email role').limit(2_000).lean()
  return invitations.map(({ _id, name, email = '', role }) => {
    return { id: String(_id), name, email: email ?? '', role }
  })
}

async function mergesOf(candidates: Candidate[]) {
  const ids = candidates.map(({ id }) => id)
  const merges = await AccountMerge.find({ candidate: { $in: ids } }).lean()
  const owners = await Member.find({ _id: { $in: merges.map(({ into }) => into) } }, 'name').lean()
  const nameOf = new Map(owners.map(({ _id, name }) => [String(_id), name]))
  return new Map(
    merges.map(({ candidate, into, declinedAt }) => [
      String(candidate),
      { into: nameOf.get(String(into)) ?? '', declined: Boolean(declinedAt) },
    ]),
  )
}

/** « Le Goff Nolwenn » is « Nolwenn Le Goff ». */
function isSameName(one: string, other: string) {
  return one !== '' && sorted(one) === sorted(other)
}

function sorted(name: string) {
  const words = folded(name).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.sort().join(' ')
}
