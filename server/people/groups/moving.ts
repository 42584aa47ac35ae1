import { record } from '../../platform/audit/record.ts'
import { Invalid } from '../../platform/errors.ts'
import { checkAudience, groupSlugOf, keeps, sees } from '../../platform/who/audience.ts'
import { isCoordinator, isMember, type Viewer, type Visitor } from '../../platform/who/viewer.ts'
import { isNew } from '../members/trust.ts'

export type Content = { author: unknown; audience?: string | null | undefined }

/** Its author, or who looks after those who read it now. */
export function canMove(viewer: Viewer | Visitor, content: Content) {
  if (!isMember(viewer) || !sees(viewer, content)) return false
  return String(content.author) === viewer.id || isCoordinator(viewer) || keeps(viewer, content)
}

/**
 * Throws Invalid where the mover is not in that group, or is still new: what a group keeps to itself is
 * not looked at beforehand, and would reach the others unseen.
 */
export async function checkMove(viewer: Viewer, from: Content, audience: string) {
  checkAudience(viewer, audience)
  const widens = groupSlugOf(from.audience) !== undefined && groupSlugOf(audience) === undefined
  if (widens && (await isNew(viewer.id))) throw new Invalid({ audience: 'invalid.tooNewToMove' })
}

type Moved = Content & { kind: string; _id: unknown; title: string }

/** One's own is nobody's business; of somebody else's, it is in the log. */
export async function noteMove(mover: Viewer, { kind, _id, title, ...from }: Moved, to: string) {
  if (String(from.author) === mover.id) return
  const about = { kind, id: _id, label: title }
  await record(mover, 'content.moved', about, { from: from.audience ?? 'network', to })
}
