import { Group, type GroupRecord } from '../../../models/group.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../../platform/content/searchable.ts'

/** A private one is found by those who are in it or invited, a closed one by nobody. */
export async function* readGroups(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
  const fields = 'slug title purpose kind closedAt invited createdAt'
  const records = Group.find(wanted(ids), fields, reading(ids)).lean<GroupRecord[]>()
  for await (const { _id, slug, title, purpose, kind, ...group } of records.cursor())
    yield {
      key: keyOf('groups', _id),
      texts: { title, summary: purpose },
      facts: {
        ...commonFacts('groups', group.createdAt),
        ...{ slug, private: kind === 'private', closed: Boolean(group.closedAt) },
        invited: group.invited.map(String),
      },
    }
}
