import type { Kind } from '../../platform/content/kind.ts'
import type { Filter } from '../../platform/content/searchable.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'
import { groupHits } from './queries.ts'
import { readGroups } from './searchable.ts'

export const groupKind: Kind = {
  name: 'group',
  search: {
    index: 'groups',
    place: 8,
    read: readGroups,
    scope,
    hits: groupHits,
    tab: { word: 'groupes', icon: 'users', tone: 'heather' },
  },
}

function scope(viewer: Viewer | Visitor): Filter | undefined {
  if (!isMember(viewer)) return undefined
  const inside = [
    { private: false },
    { slug: { $in: viewer.groups ?? [] } },
    { invited: viewer.id },
  ]
  return { of: 'groups', closed: false, $or: inside }
}
