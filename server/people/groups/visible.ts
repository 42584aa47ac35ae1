import type { Request } from 'express'
import { Group, type GroupRecord } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import { authorize, found, signedIn } from '../../platform/who/current.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { canSee } from './policy.ts'

/** The group of this address, among those that exist for the member. */
export async function groupFor(req: Request): Promise<GroupRecord> {
  const viewer = signedIn(req)
  const group = found(await named(req))
  return found(group, canSee(viewer, group))
}

/** The same, for somebody who may do this in it. */
export async function groupToChange(
  req: Request,
  allowed: (viewer: Viewer, group: GroupRecord) => boolean,
) {
  const group = await groupFor(req)
  authorize(allowed(signedIn(req), group))
  return group
}

/** Whatever it is, for those who may do this to what they do not read; to the others it is not there. */
export async function anyGroup(
  req: Request,
  allowed: (viewer: Viewer, group: GroupRecord) => boolean,
) {
  const viewer = signedIn(req)
  const group = found(await named(req))
  if (canSee(viewer, group)) authorize(allowed(viewer, group))
  return found(group, allowed(viewer, group))
}

/** The member of this address, whatever became of them. */
export async function personOf(req: Request) {
  const member = found(await Member.findOne({ slug: String(req.params.member) }, 'name').lean())
  return { id: String(member._id), name: member.name }
}

function named(req: Request) {
  return Group.findOne({ slug: String(req.params.slug) }).lean<GroupRecord>()
}
