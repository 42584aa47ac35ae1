import { Member } from '../../../models/member.ts'

/** A network keeps an administrator: the only one stays. */
export async function isLastAdmin(id: unknown) {
  const admins = await Member.find({ role: 'admin', state: 'active' }, '_id').limit(2).lean()
  return admins.length === 1 && String(admins[0]?._id) === String(id)
}
