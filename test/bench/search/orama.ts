import { create, insertMultiple, search } from '@orama/orama'
import { stemOf } from '../../../server/search/french/stem.ts'
import { wordsIn } from '../../../server/search/french/words.ts'
import type { Contender } from './contenders.ts'
import { READER } from './corpus.ts'

export function oramaSearch(): Contender {
  const engine = create({
    schema: { title: 'string', summary: 'string', body: 'string', audience: 'enum', state: 'enum' },
    components: {
      tokenizer: {
        language: 'french',
        normalizationCache: new Map(),
        tokenize: (text: string) => [...new Set(wordsIn(text).map(stemOf))],
      },
    },
  })
  return {
    async add(documents) {
      const rows = documents.map(({ key, texts, facts }) => ({ id: key, ...texts, ...facts }))
      await insertMultiple(engine, rows, 500)
    },
    async search(term) {
      const where = { audience: { in: READER.audience.$in }, state: { eq: READER.state } }
      const boost = { title: 9, summary: 3 }
      const found = await search(engine, {
        term,
        where,
        boost,
        limit: 12,
        threshold: 0,
        tolerance: 1,
      })
      return found.hits.map(({ id }) => id)
    },
  }
}
