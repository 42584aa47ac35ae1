import type { ResourceState } from '../../../models/words/resource.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'

/** Whoever reads a published resource that somebody else wrote. */
export function canRate(
  viewer: Viewer | Visitor,
  { state, author }: { state: ResourceState; author: unknown },
): viewer is Viewer {
  return isMember(viewer) && state === 'published' && String(author) !== viewer.id
}
