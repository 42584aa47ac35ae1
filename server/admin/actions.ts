import type { UpdateQuery } from 'mongoose'
import { AccountMerge } from '../../models/account-merge.ts'
import { Member, type MemberRecord } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { services } from '../platform/services.ts'
import { found } from '../platform/who/current.ts'

/** A request granted: the new member is told by mail. Granting it twice finds no request. */
export async function approve(id: string) {
  const member = found(
    await Member.findOneAndUpdate(
      { _id: id, state: 'pending' },
      { $set: { state: 'active', approvedAt: new Date() } },
      { returnDocument: 'after' },
    ),
  )
  await services().jobs.soon('mail.approved', { id })
  return member
}

/** An animateur runs the space that they say is theirs; not another that they chose meanwhile. */
export async function grantSpace(id: string, slug: string) {
  return answerClaim(id, slug, { $unset: { spaceClaimed: 1 } })
}

export async function refuseSpace(id: string, slug: string) {
  return answerClaim(id, slug, { $unset: { spaceClaimed: 1, space: 1 } })
}

async function answerClaim(id: string, slug: string, update: UpdateQuery<MemberRecord>) {
  const { _id: space } = found(await Space.exists({ slug }))
  const claim = { _id: id, state: 'active', spaceClaimed: true, space } as const
  return found(await Member.findOneAndUpdate(claim, update, { returnDocument: 'after' }))
}

/**
 * A request refused leaves nothing of the candidate behind, but of whoever wrote here already: what they
 * wrote keeps its author. A mail says why.
 */
export async function refuse(id: string, word: string) {
  const candidate = found(await takeAway(id, word))
  const { email, name, language } = candidate
  await AccountMerge.deleteOne({ candidate: candidate._id })
  await services().jobs.soon('mail.refused', { email, name, word, language })
  return candidate
}

async function takeAway(id: string, word: string) {
  const known = await Member.findOneAndUpdate(
    { _id: id, state: 'pending', invitation: { $exists: true } },
    { $set: { state: 'excluded', sanctionWord: word } },
  ).lean<MemberRecord>()
  return known ?? Member.findOneAndDelete({ _id: id, state: 'pending' }).lean<MemberRecord>()
}
