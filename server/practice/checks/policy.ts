import type { ResourceState } from '../../../models/words/resource.ts'
import { isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'

/** Whoever tried what a published resource says, its author too. */
export function canCheck(
  viewer: Viewer | Visitor,
  { state }: { state: ResourceState },
): viewer is Viewer {
  return isMember(viewer) && state === 'published'
}
