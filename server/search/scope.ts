import { searchedKinds } from '../platform/content/kinds.ts'
import type { Filter } from '../platform/content/searchable.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'

/** What the reader may see of each kind, as the index is asked: what is not here does not exist for them. */
export function scopeOf(viewer: Viewer | Visitor): Filter {
  return { $or: searchedKinds().flatMap(({ scope }) => scope?.(viewer) ?? []) }
}
