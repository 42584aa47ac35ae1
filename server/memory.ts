/**
 * What this process remembers of the store, so that a page is not read and rendered twice.
 * Nothing depends on it: an entry is forgotten as soon as one of its topics changes, here or, once
 * `tellOthers` is set, in another process, and is then loaded again.
 */
type Entry = {
  value: Promise<unknown>
  topics: readonly string[]
  versions: number[]
  until: number
}

const MOST_ENTRIES = 4_000
const MOST_TOPICS = 50_000
/** A backstop for a word lost between processes. */
const LONGEST_MS = 5 * 60_000

const entries = new Map<string, Entry>()
const versions = new Map<string, number>()
let tellOthers: (topics: string[]) => void = () => {}

export async function remember<T>(
  topics: readonly string[],
  key: string,
  load: () => PromiseLike<T>,
): Promise<T> {
  const known = recall<T>(key)
  if (known) return known
  // A Mongoose query runs anew each time it is awaited: here it becomes one promise for everybody.
  const value = Promise.resolve(load())
  keep(key, { value, topics, versions: topics.map(versionOf), until: Date.now() + LONGEST_MS })
  value.catch(() => entries.delete(key))
  return value
}

/** The kept value, or undefined when there is none or one of its topics has changed. */
export function recall<T>(key: string): Promise<T> | undefined {
  const entry = entries.get(key)
  if (!entry) return undefined
  if (
    entry.until > Date.now() &&
    entry.topics.every((t, i) => versionOf(t) === entry.versions[i])
  ) {
    return entry.value as Promise<T>
  }
  entries.delete(key)
  return undefined
}

/** Everything that was remembered under these topics is out of date. */
export function forget(...topics: string[]) {
  forgetHere(topics)
  tellOthers(topics)
}

export function forgetHere(topics: readonly string[]) {
  if (versions.size > MOST_TOPICS) forgetAll()
  for (const topic of topics) versions.set(topic, versionOf(topic) + 1)
}

export function forgetAll() {
  entries.clear()
  versions.clear()
}

export function onForget(listener: (topics: string[]) => void) {
  tellOthers = listener
}

function keep(key: string, entry: Entry) {
  if (entries.size >= MOST_ENTRIES) {
    const oldest = entries.keys().next().value
    if (oldest !== undefined) entries.delete(oldest)
  }
  entries.set(key, entry)
}

function versionOf(topic: string) {
  return versions.get(topic) ?? 0
}
