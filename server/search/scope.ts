import { visibleTo as collectionsFor } from '../collections/queries.ts'
import { visibleTo } from '../gatherings/queries.ts'
import { readable } from '../library/queries.ts'
import { seenBy } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import type { Filter } from './engine/filter.ts'

/** What the reader may see of each kind, as the index is asked: what is not here does not exist for them. */
export function scopeOf(viewer: Viewer | Visitor): Filter {
  const open: Filter[] = [
    { of: 'resources', ...readable(viewer) },
    { of: 'gatherings', ...visibleTo(viewer) },
    { of: 'spaces' },
    { of: 'collections', ...collectionsFor(viewer) },
  ]
  if (!isMember(viewer)) return { $or: open }
  const inside = [
    { private: false },
    { slug: { $in: viewer.groups ?? [] } },
    { invited: viewer.id },
  ]
  const network: Filter[] = [
    { of: 'threads', away: null, ...seenBy(viewer) },
    { of: 'messages', archived: false, ...seenBy(viewer) },
    { of: 'members', state: 'active' },
    { of: 'groups', closed: false, $or: inside },
  ]
  return { $or: [...open, ...network] }
}
