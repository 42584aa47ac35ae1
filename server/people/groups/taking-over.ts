import type { Types } from 'mongoose'
import { Group } from '../../../models/group.ts'

type Id = Types.ObjectId

/** Two accounts become one: wherever the first was, asked to be or was invited, the second is. Done again, it changes nothing. */
export async function takeOver(from: Id, to: Id) {
  const anywhere = { $or: [{ members: from }, { asked: from }, { invited: from }] }
  const groups = await Group.find(anywhere, 'members keepers asked invited').lean()
  for (const group of groups) {
    const { _id } = group
    const isIn = (list: readonly Id[]) => list.some(id => id.equals(from))
    await Group.updateOne({ _id }, { $addToSet: standingFor(to, group, isIn) })
    await Group.updateOne({ _id }, { $pull: everywhere(from) })
    // Whoever is in asks no more.
    await Group.updateOne({ _id, members: to }, { $pull: { asked: to, invited: to } })
  }
}

type Lists = { members: Id[]; keepers: Id[]; asked: Id[]; invited: Id[] }

function standingFor(to: Id, group: Lists, isIn: (list: readonly Id[]) => boolean) {
  const { members, keepers, asked, invited } = group
  return {
    ...(isIn(members) ? { members: to } : {}),
    ...(isIn(keepers) ? { keepers: to } : {}),
    ...(isIn(asked) ? { asked: to } : {}),
    ...(isIn(invited) ? { invited: to } : {}),
  }
}

function everywhere(id: Id) {
  return { members: id, keepers: id, asked: id, invited: id }
}
