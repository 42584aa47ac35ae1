import { Collection, type CollectionRecord } from '../../../models/collection.ts'
import { Gathering, type GatheringRecord } from '../../../models/gathering.ts'
import { Group, type GroupRecord } from '../../../models/group.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space, type SpaceRecord } from '../../../models/space.ts'
import { LANGUAGES, translator } from '../../platform/i18n/index.ts'
import { serviceName } from '../../spaces/presenter.ts'
import { territoriesById } from '../../spaces/queries.ts'
import { commonFacts, keyOf, reading, type Source, wanted, withFileTexts } from './source.ts'

const speakers = LANGUAGES.map(translator)

export const gatherings: Source = {
  kind: 'gatherings',
  async *read(ids) {
    const fields = '-html -attendeesHtml -slots.html'
    const records = Gathering.find(wanted(ids), fields, reading(ids)).lean<GatheringRecord[]>()
    for await (const { record, files } of withFileTexts(records.cursor()))
      yield {
        key: keyOf('gatherings', record._id),
        texts: {
          title: record.title,
          tags: [record.venue, record.address].join('\n'),
          steps: record.slots.map(slotWords).join('\n'),
          body: record.description,
          files,
        },
        facts: {
          ...commonFacts('gatherings', record.startsAt),
          ...{ audience: record.audience, createdAt: record.createdAt.getTime() },
          author: String(record.author),
        },
      }
  },
}

/** Public, all of them. */
export const spaces: Source = {
  kind: 'spaces',
  async *read(ids) {
    const territories = await territoriesById()
    const records = Space.find(wanted(ids), '-html -words', reading(ids)).lean<SpaceRecord[]>()
    for await (const { _id, name, commune, description, ...space } of records.cursor()) {
      const territory = territories.get(String(space.territory))?.name ?? ''
      const services = speakers.flatMap(t => space.services.map(one => serviceName(one, t)))
      yield {
        key: keyOf('spaces', _id),
        texts: {
          title: `${name}\n${commune}`,
          tags: [space.postcode, space.address, territory, ...services].join('\n'),
          body: description,
        },
        facts: commonFacts('spaces', space.createdAt),
      }
    }
  },
}

/** By name, and by what they show of themselves to the network. */
export const members: Source = {
  kind: 'members',
  async *read(ids) {
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
  },
}

/** Without what is said of each resource: not everybody who reads the collection may see all of them. */
export const collections: Source = {
  kind: 'collections',
  async *read(ids) {
    const fields = 'title summary personal audience author updatedAt'
    const records = Collection.find(wanted(ids), fields, reading(ids)).lean<CollectionRecord[]>()
    for await (const { _id, title, summary, updatedAt, ...rights } of records.cursor())
      yield {
        key: keyOf('collections', _id),
        texts: { title, summary },
        facts: {
          ...commonFacts('collections', updatedAt),
          ...{ personal: rights.personal, audience: rights.audience },
          author: String(rights.author),
        },
      }
  },
}

/** A private one is found by those who are in it or invited, a closed one by nobody. */
export const groups: Source = {
  kind: 'groups',
  async *read(ids) {
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
  },
}

function slotWords({ title, room, speakers, description }: GatheringRecord['slots'][number]) {
  return [title, room, ...speakers, description].join('\n')
}
