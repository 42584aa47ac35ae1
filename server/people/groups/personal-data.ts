import { Group } from '../../../models/group.ts'
import type { MemberRecord } from '../../../models/member.ts'
import { FEW, type PersonalData } from '../../platform/content/personal-data.ts'

export const groupsData: PersonalData = {
  records: {
    groupes: member => Group.find({ members: member }, 'slug title kind').lean().cursor(FEW),
  },
  erase: leaveGroups,
}

const PEOPLE = 'members keepers asked invited kind'

/** Out of every group. One that they looked after alone is entrusted to who was there first, or closed. */
async function leaveGroups({ _id: id }: MemberRecord) {
  // A network has some dozens of groups, and not each of their lists has an index.
  const all = Group.find({}, PEOPLE).hint({ $natural: 1 }).lean().cursor()
  for await (const { _id, kind, members, keepers, asked, invited } of all) {
    if (![members, keepers, asked, invited].some(list => list.some(one => one.equals(id)))) continue
    const heir = members.find(one => !one.equals(id))
    const alone = kind !== 'territory' && keepers.every(one => one.equals(id))
    if (alone && heir) await Group.updateOne({ _id }, { $addToSet: { keepers: heir } })
    await Group.updateOne({ _id }, { $pull: { members: id, keepers: id, asked: id, invited: id } })
    if (alone && !heir) await Group.updateOne({ _id }, { $set: { closedAt: new Date() } })
  }
}
