import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space } from '../../../models/space.ts'
import type { Role } from '../../../models/words/member.ts'
import { type Author, presentAuthor } from './presenter.ts'

/** Who wrote, and from where: what stands above a message. */
export type Writer = Author & { role: Role; commune: string | null }

/** The writers of a page by id, in two queries. */
export async function writersOf(ids: Iterable<unknown>): Promise<Map<string, Writer>> {
  const members = await Member.find(
    { _id: { $in: [...new Set([...ids].filter(Boolean).map(String))] } },
    'name slug photo role space shown',
  ).lean()
  const communes = await communesOf(members.map(placeShown))
  return new Map(
    members.map(member => [
      String(member._id),
      {
        ...presentAuthor(member),
        role: member.role,
        commune: communes.get(String(placeShown(member))) ?? null,
      },
    ]),
  )
}

/** Where somebody is from, unless they keep it for themselves. */
function placeShown({ space, shown }: Pick<MemberRecord, 'space' | 'shown'>) {
  return shown?.space === 'nobody' ? undefined : space
}

async function communesOf(ids: unknown[]) {
  const known = ids.filter(Boolean)
  if (known.length === 0) return new Map<string, string>()
  const spaces = await Space.find({ _id: { $in: known } }, 'commune').lean()
  return new Map(spaces.map(({ _id, commune }) => [String(_id), commune]))
}
