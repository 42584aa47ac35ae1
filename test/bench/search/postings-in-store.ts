import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { stemOf } from '../../../server/search/french/stem.ts'
import { wordsIn } from '../../../server/search/french/words.ts'
import { startEmbeddedStore } from '../../../store/src/index.ts'
import type { Contender } from './contenders.ts'
import { READER } from './corpus.ts'

/** One record a word of a document, in the hub's own store. It knows no typing errors. */
export async function postingsInStore(): Promise<Contender> {
  const directory = mkdtempSync(join(tmpdir(), 'search-bench-'))
  const store = await startEmbeddedStore({ directory })
  const client = await new MongoClient(store.uri).connect()
  const postings = client.db().collection('postings')
  await postings.createIndex({ term: 1, audience: 1, state: 1, weight: -1 })
  return {
    async add(documents) {
      const rows = documents.flatMap(({ key, texts, facts }) => {
        const words = Object.values(texts).flatMap(text => wordsIn(text ?? '').map(stemOf))
        const { audience, state } = facts
        return [...new Set(words)].map(term => ({ term, audience, state, weight: 1, key }))
      })
      await postings.insertMany(rows, { ordered: false })
    },
    async search(question) {
      const terms = [...new Set(wordsIn(question).map(stemOf))]
      const found = await postings
        .aggregate([
          { $match: { term: { $in: terms }, ...READER } },
          { $group: { _id: '$key', words: { $sum: 1 }, weight: { $sum: '$weight' } } },
          { $match: { words: terms.length } },
          { $sort: { weight: -1 } },
          { $limit: 12 },
        ])
        .toArray()
      return found.map(({ _id }) => String(_id))
    },
    async close() {
      await client.close()
      await store.close()
      rmSync(directory, { recursive: true })
    },
  }
}
