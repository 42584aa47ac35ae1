import { Collection, type CollectionRecord } from '../../models/collection.ts'
import {
  commonFacts,
  type IndexedDocument,
  keyOf,
  reading,
  wanted,
} from '../platform/content/searchable.ts'

/** Without what is said of each resource: not everybody who reads the collection may see all of them. */
export async function* readCollections(ids?: readonly string[]): AsyncIterable<IndexedDocument> {
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
}
