import { log } from '../platform/log.ts'
import type { SearchAnswer, SearchRequest } from './engine/index.ts'
import { IndexThread } from './engine/thread.ts'
import { Feed } from './feed.ts'
import { synonyms } from './synonyms/stored.ts'

type Running = { thread: IndexThread; feed: Feed; synonyms?: number }

let running: Running | undefined

/** Begins to read the store into the index, in the background. */
export function startSearch() {
  running ??= start()
}

export async function stopSearch() {
  const stopped = running
  running = undefined
  await stopped?.feed.stop()
  await stopped?.thread.close()
}

/**
 * What the index knows, what was written before included. The filter says what the reader may see, in the words of
 * the store's queries: it is applied before anything is counted.
 */
export async function search(request: SearchRequest): Promise<SearchAnswer> {
  running ??= start()
  const { feed, thread } = running
  await feed.settled()
  await tellSynonyms(running)
  return thread.search(request)
}

/** Resolves once all of the store has been read. */
export async function untilSearchReady() {
  await running?.feed.complete()
}

/** Whether some of the store may not have been read yet. */
export function isSearchReady() {
  return running?.feed.ready ?? false
}

async function tellSynonyms(told: Running) {
  const { groups, version } = await synonyms()
  if (told.synonyms === version) return
  told.synonyms = version
  await told.thread.setSynonyms(groups)
}

function start(): Running {
  const thread = new IndexThread(why => {
    log.error({ err: why }, 'search thread')
    if (running?.thread !== thread) return
    void running.feed.stop()
    running = undefined
  })
  return { thread, feed: new Feed(thread) }
}
