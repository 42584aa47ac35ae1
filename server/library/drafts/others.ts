import { Draft } from '../../../models/draft.ts'
import { Member } from '../../../models/member.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import type { Language } from '../../platform/i18n/index.ts'
import { formatAgo } from '../../platform/time/format.ts'
import type { Viewer } from '../../platform/who/viewer.ts'

const WEEK_MS = 7 * 24 * 3600 * 1000
const MOST_TOLD = 5

/** Who else is writing on this resource, and since when; told to those who may write on it, without a word of theirs. */
export async function othersWriting(
  { _id: resource }: Pick<ResourceRecord, '_id'>,
  viewer: Viewer,
  language: Language,
  now = new Date(),
) {
  const recent = { resource, updatedAt: { $gt: new Date(now.getTime() - WEEK_MS) } }
  const drafts = await Draft.find({ ...recent, member: { $ne: viewer.id } }, 'member createdAt')
    .sort({ updatedAt: -1 })
    .limit(MOST_TOLD)
    .lean()
  const people = drafts.length > 0 ? await namesOf(drafts.map(({ member }) => member)) : new Map()
  return drafts.flatMap(({ member, createdAt }) => {
    const name: string | undefined = people.get(String(member))
    if (!name) return []
    const since = formatAgo(createdAt, now, language)
    return [{ name, since, startedAt: createdAt.toISOString() }]
  })
}

async function namesOf(ids: unknown[]) {
  const members = await Member.find({ _id: { $in: ids }, state: 'active' }, 'name').lean()
  return new Map(members.map(({ _id, name }) => [String(_id), name]))
}
