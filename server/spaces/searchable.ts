import { Space, type SpaceRecord } from '../../models/space.ts'
import { territoriesById } from '../people/groups/territories.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../platform/content/searchable.ts'
import { LANGUAGES, translator } from '../platform/i18n/index.ts'
import { serviceName } from './presenter.ts'

const speakers = LANGUAGES.map(translator)

/** Public, all of them. */
export async function* readSpaces(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
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
}
