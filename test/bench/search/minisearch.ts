import MiniSearch from 'minisearch'
import { stemOf } from '../../../server/search/french/stem.ts'
import { wordsIn } from '../../../server/search/french/words.ts'
import type { Contender } from './contenders.ts'
import { READER } from './corpus.ts'

const LIMIT = 12

export function miniSearch(): Contender {
  const engine = new MiniSearch({
    idField: 'key',
    fields: ['title', 'summary', 'body'],
    storeFields: ['audience', 'state'],
    tokenize: wordsIn,
    processTerm: stemOf,
  })
  const audiences = new Set(READER.audience.$in)
  const filter = ({ audience, state }: { [name: string]: unknown }) =>
    audiences.has(String(audience)) && state === READER.state
  return {
    add(documents) {
      engine.addAll(documents.map(({ key, texts, facts }) => ({ key, ...texts, ...facts })))
    },
    search(question) {
      const found = engine.search(question, {
        boost: { title: 9, summary: 3 },
        combineWith: 'AND',
        prefix: true,
        fuzzy: 0.2,
        filter,
      })
      return found.slice(0, LIMIT).map(({ id }) => String(id))
    },
  }
}
