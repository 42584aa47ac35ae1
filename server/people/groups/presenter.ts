import type { GroupRecord } from '../../../models/group.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { presentAuthor } from '../members/presenter.ts'
import type { Person } from './people.ts'
import { canEnter, canLeave, hasAsked, isIn, isInvited, isKeeper } from './policy.ts'
import { groupUrl } from './queries.ts'

/** Where the viewer stands: what the page offers them follows from it. */
function standing(viewer: Viewer, group: GroupRecord) {
  if (isKeeper(viewer, group)) return 'keeper'
  if (isIn(viewer, group)) return 'member'
  if (isInvited(viewer, group)) return 'invited'
  return hasAsked(viewer, group) ? 'asked' : 'outside'
}

/** A group in a list. Of a territory's group, who is in it is counted on its own page. */
export function presentGroup(group: GroupRecord & { memberCount?: number }, viewer: Viewer) {
  const { slug, title, kind, excerpt, members } = group
  return {
    id: String(group._id),
    url: groupUrl(group),
    ...{ slug, title, kind, excerpt },
    memberCount: kind === 'territory' ? null : (group.memberCount ?? members.length),
    standing: standing(viewer, group),
    createdAt: group.createdAt.toISOString(),
  }
}

/** A group on its page. */
export function presentWhole(
  group: GroupRecord,
  viewer: Viewer,
  { people, keepers }: { people: Person[]; keepers: Person[] },
) {
  return {
    ...presentGroup(group, viewer),
    purpose: group.purpose,
    html: group.html,
    memberCount: people.length,
    keepers: keepers.map(presentPerson),
  }
}

export function presentPerson(person: Person) {
  return { ...presentAuthor(person), role: person.role }
}

export function rightsIn(group: GroupRecord, viewer: Viewer) {
  return {
    read: isIn(viewer, group),
    keep: isKeeper(viewer, group),
    leave: canLeave(viewer, group),
    enter: canEnter(viewer, group) && !hasAsked(viewer, group),
  }
}
