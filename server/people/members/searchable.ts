import { Member, type MemberRecord } from '../../../models/member.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../../platform/content/searchable.ts'

/** By name, and by what they show of themselves to the network. */
export async function* readMembers(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
  const fields = 'name skills bio shown state role createdAt'
  const records = Member.find(wanted(ids), fields, reading(ids)).lean<MemberRecord[]>()
  for await (const { _id, name, skills, bio, shown, state, role, createdAt } of records.cursor())
    yield {
      key: keyOf('members', _id),
      texts: {
        title: name,
        tags: shown?.skills === 'nobody' ? '' : skills.join('\n'),
        body: shown?.bio === 'nobody' ? '' : bio,
      },
      facts: { ...commonFacts('members', createdAt), state, role },
    }
}
