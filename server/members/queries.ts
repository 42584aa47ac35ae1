import { Member } from '../../models/member.ts'
import { folded } from '../http/slugs.ts'
import { isMember, type Viewer, type Visitor } from './policy.ts'
import { type Author, presentAuthor } from './presenter.ts'

/** Active members whose name begins with, or holds, these words. Members are known to members only. */
export async function searchMembers(
  viewer: Viewer | Visitor,
  words: string,
  limit: number,
): Promise<Author[]> {
  const asked = folded(words).match(/[\p{L}\p{N}]+/gu) ?? []
  if (!isMember(viewer) || asked.length === 0) return []
  // A network has some hundreds of members: their names fit in one read of the index.
  const members = await Member.find({ state: 'active' }, 'name slug photo').sort({ name: 1 }).lean()
  return members
    .filter(({ name }) => asked.every(word => folded(name).includes(word)))
    .slice(0, limit)
    .map(presentAuthor)
}
