import { Worker } from 'node:worker_threads'
import type { IndexedDocument } from '../../platform/content/searchable.ts'
import { workerEntry } from '../../platform/workers/entry.ts'
import type { SynonymGroups } from '../french/synonyms.ts'
import type { Figures, SearchAnswer, SearchRequest } from './index.ts'
import type { Work } from './worker.ts'

type Waiting = { resolve: (answer: never) => void; reject: (why: Error) => void }

/** The index in a thread of its own: neither a long question nor a large document holds up the pages. */
export class IndexThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0

  /** `lost` is called when the thread has ended by itself, with all that it knew. */
  constructor(lost: (why: Error) => void) {
    this.#worker = new Worker(workerEntry(import.meta.url, './worker'), { name: 'search' })
    this.#worker.on('message', ({ id, answer, failure }) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (failure === undefined) waiting?.resolve(answer as never)
      else waiting?.reject(new Error(failure))
    })
    this.#worker.once('error', error => this.#end(error))
    this.#worker.once('exit', () => this.#end(new Error('The thread of the search has ended')))
    // Last: a listener for its messages would make it keep the process from ending again.
    this.#worker.unref()
    this.#lost = lost
  }

  #lost: ((why: Error) => void) | undefined

  put(documents: IndexedDocument[]) {
    return this.#ask<void>({ work: 'put', documents })
  }

  drop(keys: string[]) {
    return this.#ask<void>({ work: 'drop', keys })
  }

  /** Of this kind, drops what has none of these keys. */
  keepOnly(kind: string, keys: string[]) {
    return this.#ask<void>({ work: 'keepOnly', kind, keys })
  }

  setSynonyms(groups: SynonymGroups) {
    return this.#ask<void>({ work: 'synonyms', groups })
  }

  /** Sees everything that was put before it. */
  search(request: SearchRequest) {
    return this.#ask<SearchAnswer>({ work: 'search', request })
  }

  figures() {
    return this.#ask<Figures>({ work: 'figures' })
  }

  async close() {
    this.#lost = undefined
    await this.#worker.terminate()
  }

  #ask<T>(work: Work): Promise<T> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, ...work })
    })
  }

  #end(why: Error) {
    for (const { reject } of this.#waiting.values()) reject(why)
    this.#waiting.clear()
    this.#lost?.(why)
    this.#lost = undefined
  }
}
