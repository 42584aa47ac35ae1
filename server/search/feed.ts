import { isObjectIdOrHexString } from 'mongoose'
import type { Searched } from '../platform/content/kind.ts'
import { searchedKinds } from '../platform/content/kinds.ts'
import type { IndexedDocument } from '../platform/content/searchable.ts'
import { batches, keyOf } from '../platform/content/searchable.ts'
import { log } from '../platform/log.ts'
import { watchForgetting } from '../platform/memory.ts'
import type { IndexThread } from './engine/thread.ts'

const AT_ONCE = 200
const SOON_MS = 50
/** How long a question waits for what was just written. */
const PATIENCE_MS = 2_000
const AGAIN_MS = 1_000

/**
 * Keeps the index as the store is: reads everything once at the start, then each record that a write through a model
 * has made out of date, here or in another process.
 */
export class Feed {
  readonly #thread: IndexThread
  readonly #changed = new Map<string, Set<string>>()
  readonly #unsure = new Set<string>()
  readonly #kinds = searchedKinds()
  readonly #stopWatching: () => void
  #reading: Promise<void> | undefined
  #soon: NodeJS.Timeout | undefined
  #stopped = false
  /** While everything is read: what is in the store, as far as it was read. */
  #met: Set<string> | undefined
  /** Everything has been read once. */
  ready = false

  constructor(thread: IndexThread) {
    this.#thread = thread
    this.#stopWatching = watchForgetting(topics => this.#hear(topics))
    for (const { index } of this.#kinds) this.#unsure.add(index)
    void this.#readOnce()
  }

  /**
   * Resolves when the index holds what was written before this call, or after two seconds. While everything is
   * being read for the first time it does not wait: what is there answers.
   */
  async settled() {
    if (!this.ready || this.#isUpToDate()) return
    const until = Date.now() + PATIENCE_MS
    while (!this.#isUpToDate() && Date.now() < until && !this.#stopped)
      await Promise.race([this.#readOnce(), pause(until - Date.now())])
  }

  /** Resolves once everything has been read. */
  async complete() {
    while (!this.#stopped && !(this.ready && this.#isUpToDate())) await this.#readOnce()
  }

  async stop() {
    this.#stopped = true
    this.#stopWatching()
    clearTimeout(this.#soon)
    await this.#reading
  }

  #isUpToDate() {
    return !this.#reading && this.#changed.size === 0 && this.#unsure.size === 0
  }

  /** Nothing said of which topics changed: anything may have. */
  #hear(topics: readonly string[] | undefined) {
    if (!topics) for (const { index } of this.#kinds) this.#unsure.add(index)
    for (const topic of topics ?? []) this.#note(topic)
    if (this.#isUpToDate() || this.#stopped) return
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.#readOnce()
    }, SOON_MS).unref()
  }

  #note(topic: string) {
    const [name = '', id] = topic.split(':')
    const kind = this.#kinds.find(({ index }) => index === name)?.index
    if (!kind || !id) return
    if (id === '*') this.#unsure.add(kind)
    else if (isObjectIdOrHexString(id))
      this.#changed.set(kind, (this.#changed.get(kind) ?? new Set()).add(id))
  }

  #readOnce() {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read() {
    try {
      for (const source of this.#kinds) await this.#readChanged(source)
      for (const source of this.#kinds)
        if (this.#unsure.has(source.index)) await this.#readAll(source)
      this.ready ||= this.#unsure.size === 0
    } catch (failure) {
      if (this.#stopped) return
      log.error({ err: failure }, 'search index')
      await pause(AGAIN_MS)
    }
  }

  async #readChanged(source: Searched) {
    const { index: kind } = source
    const ids = [...(this.#changed.get(kind) ?? [])]
    this.#changed.delete(kind)
    try {
      for (let start = 0; start < ids.length; start += AT_ONCE)
        await this.#readThese(source, ids.slice(start, start + AT_ONCE))
    } catch (failure) {
      for (const id of ids) this.#note(keyOf(kind, id))
      throw failure
    }
  }

  async #readThese(source: Searched, ids: string[]) {
    const gone = new Set(ids.map(id => keyOf(source.index, id)))
    const documents: IndexedDocument[] = []
    for await (const document of source.read(ids)) {
      documents.push(document)
      this.#met?.add(document.key)
      gone.delete(document.key)
    }
    await Promise.all([this.#thread.put(documents), this.#thread.drop([...gone])])
  }

  /** What comes up meanwhile, new or hidden, does not wait for the end of everything. */
  async #readAll(source: Searched) {
    const met = new Set<string>()
    this.#met = met
    for await (const documents of batches(source.read(), AT_ONCE)) {
      if (this.#stopped) return
      for (const { key } of documents) met.add(key)
      await this.#thread.put(documents)
      for (const other of this.#kinds) await this.#readChanged(other)
    }
    this.#unsure.delete(source.index)
    await this.#thread.keepOnly(source.index, [...met])
  }
}

function pause(ms: number) {
  return new Promise<void>(resolve => setTimeout(resolve, Math.max(0, ms)).unref())
}
