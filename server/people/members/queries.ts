import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'
import { memberUrl } from './presenter.ts'

/** Of these, the active members, as the search tells them. They are known to members only. */
export async function memberHits(viewer: Viewer | Visitor, ids: string[]) {
  if (!isMember(viewer)) return []
  const fields = 'name slug skills bio shown'
  const members = await Member.find({ _id: { $in: ids }, state: 'active' }, fields).lean()
  return members.map(({ _id, name, slug, skills, bio, shown }) => ({
    ...{ id: String(_id), url: memberUrl({ slug }), title: name, meta: '' },
    texts: [
      shown?.skills === 'nobody' ? '' : skills.join(', '),
      shown?.bio === 'nobody' ? '' : bio,
    ],
  }))
}

/** The space that a member says to be theirs. */
export function placeOf(member: { space?: MemberRecord['space'] }) {
  return Space.findById(member.space, 'name slug commune').lean()
}
