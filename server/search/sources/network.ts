import { Gathering, type GatheringRecord } from '../../../models/gathering.ts'
import { Member, type MemberRecord } from '../../../models/member.ts'
import { Space, type SpaceRecord } from '../../../models/space.ts'
import { LANGUAGES, translator } from '../../i18n/index.ts'
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

function slotWords({ title, room, speakers, description }: GatheringRecord['slots'][number]) {
  return [title, room, ...speakers, description].join('\n')
}
