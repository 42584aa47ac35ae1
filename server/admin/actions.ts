import type { UpdateQuery } from 'mongoose'
import { Member, type MemberRecord } from '../../models/member.ts'
import { Space } from '../../models/space.ts'
import { found } from '../auth/current.ts'
import { services } from '../services.ts'

/** A request granted: the new member is told by mail. Granting it twice finds no request. */
export async function approve(id: string) {
  const member = found(
    await Member.findOneAndUpdate(
      { _id: id, state: 'pending' },
      { $set: { state: 'active' } },
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

/** A request refused leaves nothing of the candidate behind. */
export async function refuse(id: string) {
  found(await Member.findOneAndDelete({ _id: id, state: 'pending' }))
}
