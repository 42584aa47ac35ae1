import { SearchIndex } from '../../../server/search/engine/index.ts'
import type { Contender } from './contenders.ts'
import { READER } from './corpus.ts'

/** The hub's index, in the thread that asks. */
export function own(): Contender {
  const index = new SearchIndex()
  return {
    add(documents) {
      for (const document of documents) index.put(document)
    },
    search: q => index.search({ q, filter: READER, limit: 12 }).keys,
  }
}
