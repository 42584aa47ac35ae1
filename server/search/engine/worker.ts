import { parentPort } from 'node:worker_threads'
import type { IndexedDocument } from '../../platform/content/searchable.ts'
import type { SynonymGroups } from '../french/synonyms.ts'
import { SearchIndex, type SearchRequest } from './index.ts'

export type Work =
  | { work: 'put'; documents: IndexedDocument[] }
  | { work: 'drop'; keys: string[] }
  | { work: 'keepOnly'; kind: string; keys: string[] }
  | { work: 'synonyms'; groups: SynonymGroups }
  | { work: 'search'; request: SearchRequest }
  | { work: 'figures' }

const index = new SearchIndex()

parentPort?.on('message', ({ id, ...asked }: Work & { id: number }) => {
  parentPort?.postMessage(answerTo(id, asked))
})

function answerTo(id: number, asked: Work) {
  try {
    return { id, answer: carryOut(asked) }
  } catch (failure) {
    return { id, failure: failure instanceof Error ? failure.message : String(failure) }
  }
}

function carryOut(asked: Work): unknown {
  switch (asked.work) {
    case 'put':
      for (const document of asked.documents) index.put(document)
      return undefined
    case 'drop':
      for (const key of asked.keys) index.drop(key)
      return undefined
    case 'keepOnly':
      return keepOnly(asked.kind, new Set(asked.keys))
    case 'synonyms':
      return index.setSynonyms(asked.groups)
    case 'search':
      return index.search(asked.request)
    case 'figures':
      return index.figures
  }
}

/** Of a kind, what is no longer in the store goes. */
function keepOnly(kind: string, keys: ReadonlySet<string>) {
  for (const key of index.holdings.keys())
    if (key.startsWith(`${kind}:`) && !keys.has(key)) index.drop(key)
}
