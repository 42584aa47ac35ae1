import { Group } from '../../models/group.ts'
import { Member } from '../../models/member.ts'
import type { CaseRecord } from '../../models/moderation-case.ts'
import { audienceOf, membersSeenBy, sees } from '../groups/audience.ts'
import type { Viewer } from '../members/policy.ts'
import { remember } from '../memory.ts'

type Reported = Pick<CaseRecord, 'audience' | 'author'>

/**
 * The cases that this moderator looks at, as a condition of queries: of what they read anyway, and of the
 * groups where nobody else could.
 */
export async function reachedBy(viewer: Viewer) {
  const alone: object[] = []
  for (const [audience, inside] of await insiders()) {
    if (inside.length === 0) alone.push({ audience })
    if (inside.length === 1) alone.push({ audience, author: inside[0] })
  }
  return { $or: [membersSeenBy(viewer), ...alone] }
}

/**
 * Whether what was reported is in a group that this moderator is not in, and comes to them because no
 * coordinator is in it, or only the one it is about.
 */
export async function isFromOutside(viewer: Viewer, { audience, author }: Reported) {
  if (sees(viewer, { audience })) return false
  const inside = (await insiders()).get(audience ?? '')
  return inside?.every(id => id === String(author)) ?? false
}

/** Whether reports of what is for these readers go to coordinators who are not among them. */
export async function isWatchedFromOutside(audience: string) {
  return (await insiders()).get(audience)?.length === 0
}

/** The coordinators who are in each group, by its audience. Those of territories hold all of them. */
function insiders(): Promise<ReadonlyMap<string, string[]>> {
  return remember(['groups', 'members'], 'coordinators in groups', async () => {
    const kind = { $in: ['open' as const, 'request' as const, 'private' as const] }
    const role = { $in: ['coordinator' as const, 'admin' as const] }
    const [groups, coordinators] = await Promise.all([
      Group.find({ closedAt: null, kind }, 'slug members').lean(),
      Member.find({ role, state: 'active' }, '_id').lean(),
    ])
    const ids = new Set(coordinators.map(({ _id }) => String(_id)))
    return new Map(
      groups.map(group => [
        audienceOf(group),
        group.members.map(String).filter(member => ids.has(member)),
      ]),
    )
  })
}
