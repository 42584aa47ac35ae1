import { Group } from '../../../models/group.ts'
import { Member } from '../../../models/member.ts'
import type { CaseRecord } from '../../../models/moderation-case.ts'
import { remember } from '../../platform/memory.ts'
import { audienceOf, membersSeenBy, sees } from '../../platform/who/audience.ts'
import type { Viewer } from '../../platform/who/viewer.ts'

type Reported = Pick<CaseRecord, 'audience' | 'author'>
type Moderator = Pick<Viewer, 'id' | 'role'>
type Coordination = {
  /** The role of each coordinator and administrator, whatever their state. */
  roles: ReadonlyMap<string, Viewer['role']>
  /** Those who are in each group, by its audience. Groups of territories hold all of them. */
  inside: ReadonlyMap<string, Moderator[]>
}

/**
 * The cases that this moderator looks at, as a condition of queries: of what they read anyway, and of the
 * groups where nobody could decide about who wrote it.
 */
export async function reachedBy(viewer: Viewer) {
  const { roles, inside } = await theCoordination()
  const alone: object[] = []
  for (const [audience, moderators] of inside) {
    const others = [...roles.keys()].filter(author => comesTo(viewer, author, moderators, roles))
    if (others.length > 0) alone.push({ audience, author: { $in: others } })
    if (moderators.length === 0) alone.push({ audience, author: { $nin: [...roles.keys()] } })
  }
  return { $or: [membersSeenBy(viewer), ...alone] }
}

/**
 * Whether what was reported is in a group that this moderator is not in, and comes to them because nobody
 * in it may decide about who wrote it.
 */
export async function isFromOutside(viewer: Viewer, { audience, author }: Reported) {
  if (sees(viewer, { audience })) return false
  const { roles, inside } = await theCoordination()
  const moderators = inside.get(audience ?? '')
  return moderators ? comesTo(viewer, String(author), moderators, roles) : false
}

/** Whether reports of what somebody wrote for these readers go to coordinators who are not among them. */
export async function isWatchedFromOutside(audience: string, author = '') {
  const { roles, inside } = await theCoordination()
  return inside.get(audience)?.every(one => !mayDecide(one, author, roles)) ?? false
}

function comesTo(
  viewer: Moderator,
  author: string,
  inside: Moderator[],
  roles: Coordination['roles'],
) {
  const decides = (one: Moderator) => mayDecide(one, author, roles)
  return decides(viewer) && !inside.some(decides)
}

/** As `canDecide` has it: nobody about themselves, and administrators alone about one of them. */
function mayDecide({ id, role }: Moderator, author: string, roles: Coordination['roles']) {
  return id !== author && (role === 'admin' || roles.get(author) !== 'admin')
}

function theCoordination(): Promise<Coordination> {
  return remember(['groups', 'members'], 'coordinators in groups', async () => {
    const kind = { $in: ['open' as const, 'request' as const, 'private' as const] }
    const role = { $in: ['coordinator' as const, 'admin' as const] }
    const [groups, people] = await Promise.all([
      Group.find({ closedAt: null, kind }, 'slug members').lean(),
      Member.find({ role }, 'role state').lean(),
    ])
    const active = new Map(
      people.filter(({ state }) => state === 'active').map(one => [String(one._id), one.role]),
    )
    return {
      roles: new Map(people.map(one => [String(one._id), one.role])),
      inside: new Map(groups.map(group => [audienceOf(group), within(group.members, active)])),
    }
  })
}

function within(members: unknown[], active: ReadonlyMap<string, Viewer['role']>): Moderator[] {
  return members.flatMap(member => {
    const role = active.get(String(member))
    return role ? [{ id: String(member), role }] : []
  })
}
