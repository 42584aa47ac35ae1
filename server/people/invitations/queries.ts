import { Invitation, type InvitationRecord } from '../../../models/invitation.ts'
import { Member } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { presentInvitation } from './presenter.ts'

/** The latest first, with their spaces and makers, in three queries a page. */
export function latestInvitations() {
  return Invitation.find({}, '-hash -once').sort({ createdAt: -1 })
}

export async function withSurroundings(records: InvitationRecord[]) {
  const [spaces, makers] = await Promise.all([
    Space.find({ _id: { $in: idsOf(records, 'space') } }, 'name slug commune').lean(),
    Member.find({ _id: { $in: idsOf(records, 'maker') } }, 'name').lean(),
  ])
  const [spaceById, makerById] = [byId(spaces), byId(makers)]
  return records.map(record =>
    presentInvitation(
      record,
      spaceById.get(String(record.space)),
      makerById.get(String(record.maker)),
    ),
  )
}

function idsOf(records: InvitationRecord[], field: 'space' | 'maker') {
  return [...new Set(records.map(record => record[field]).filter(Boolean))]
}

function byId<T extends { _id: unknown }>(records: T[]) {
  return new Map(records.map(record => [String(record._id), record]))
}
