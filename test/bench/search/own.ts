import { SearchIndex } from '../../../server/search/engine/index.ts'
import { IndexThread } from '../../../server/search/engine/thread.ts'
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

/** The same as the hub asks it: in its thread. */
export function ownThread(): Contender {
  const thread = new IndexThread(why => {
    throw why
  })
  return {
    add: documents => thread.put(documents),
    search: async q => (await thread.search({ q, filter: READER, limit: 12 })).keys,
    close: () => thread.close(),
  }
}
