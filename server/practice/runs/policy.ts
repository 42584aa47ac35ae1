import type { ResourceState } from '../../../models/words/resource.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'

type Who = Viewer | Visitor
type Told = { member: unknown; hiddenAt?: Date | null | undefined }

/** Whoever reads a published sheet may have run it: what is not published yet is not for groups of people. */
export function canTell(viewer: Who, { state }: { state: ResourceState }): viewer is Viewer {
  return isMember(viewer) && state === 'published'
}

/** Its author; a coordinator, for what should not stand there. What the moderation hid stays as it is. */
export function canChangeRun(viewer: Who, run: Told) {
  if (run.hiddenAt) return false
  return (isMember(viewer) && String(run.member) === viewer.id) || isCoordinator(viewer)
}
