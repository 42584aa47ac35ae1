import { Resource } from '../../models/resource.ts'
import { dayOf } from '../people/privacy/terms.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf, seenBy } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'

/** What waits for somebody to try it, as a condition of queries. */
export function dueBy(now = new Date()) {
  return { state: 'published' as const, checkOn: { $lte: dayOf(now) } }
}

/** How many resources wait for somebody to try them, of what this member sees; or of their own alone. */
export function dueCount(viewer: Viewer, own = false) {
  const who = own ? `of ${viewer.id}` : audiencesOf(viewer).join()
  const today = dayOf(new Date())
  return remember(['resources'], `due ${today} ${who}`, () =>
    Resource.countDocuments(
      own
        ? { author: viewer.id, state: 'published', checkOn: { $lte: today } }
        : { ...dueBy(), ...seenBy(viewer) },
    ),
  )
}
