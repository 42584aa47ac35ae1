import type { InvitationRecord } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { presentViewer } from '../members/presenter.ts'
import { canInviteAs } from './policy.ts'

/** An invitation is worth what its maker may do today. */
export async function isBacked({ maker, role }: Pick<InvitationRecord, 'maker' | 'role'>) {
  const member = await Member.findById(maker).lean()
  return member !== null && canInviteAs(presentViewer(member), role)
}
