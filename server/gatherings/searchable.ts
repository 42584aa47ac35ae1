import { Gathering, type GatheringRecord } from '../../models/gathering.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
  withFileTexts,
} from '../platform/content/searchable.ts'

export async function* readGatherings(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
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
        hiddenAt: record.hiddenAt?.getTime() ?? null,
      },
    }
}

function slotWords({ title, room, speakers, description }: GatheringRecord['slots'][number]) {
  return [title, room, ...speakers, description].join('\n')
}
