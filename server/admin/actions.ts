import { Member } from '../../models/member.ts'
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

/** A request refused leaves nothing of the candidate behind. */
export async function refuse(id: string) {
  found(await Member.findOneAndDelete({ _id: id, state: 'pending' }))
}
