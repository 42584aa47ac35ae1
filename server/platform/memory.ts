import type { CollectionName } from '../../models/words/collections.ts'

/**
 * What a remembered value is made of: a collection; one record of it, by its id; the messages of a room; the session of a cookie;
 * what a member has read. Writes through a model forget the first two by themselves.
 */
export type Topic = CollectionName | `${CollectionName | 'log' | 'session' | 'marks'}:${string}`

/**
 * What this process remembers of the store, so that a page is not read and rendered twice.
 * Nothing depends on it: an entry is forgotten as soon as one of its topics changes, here or, once
 * `tellOthers` is set, in another process, and is then loaded again.
 */
type Entry = {
  value: Promise<unknown>
  topics: readonly Topic[]
  /** How much had been forgotten when its reading began: what is forgotten later makes it old. */
  asOf: number
  weight: number
  until: number
}

type Options = {
  /** The `moment()` before `load`'s own matter was read, when that was before this call. */
  asOf?: number
  /** 1 for a record or a count, more for whole pages: anybody may ask for thousands of addresses. */
  weight?: number
}

const MOST_WEIGHT = 4_000
const MOST_TOPICS = 50_000
/** A backstop for a word lost between processes. */
const LONGEST_MS = 5 * 60_000

const entries = new Map<string, Entry>()
/** The moment at which each topic was last forgotten. */
const forgotten = new Map<string, number>()
let allForgotten = 0
let clock = 0
let weighs = 0
let tellOthers: (topics: string[]) => void = () => {}
type Watcher = (topics: readonly string[] | undefined) => void
const watchers = new Set<Watcher>()

export async function remember<T>(
  topics: readonly Topic[],
  key: string,
  load: () => PromiseLike<T>,
  { asOf = clock, weight = 1 }: Options = {},
): Promise<T> {
  const known = recall<T>(key)
  if (known) return known
  // A Mongoose query runs anew each time it is awaited: here it becomes one promise for everybody.
  const value = Promise.resolve(load())
  const entry = { value, topics, asOf, weight, until: Date.now() + LONGEST_MS }
  if (isFresh(entry)) keep(key, entry)
  value.catch(() => entries.get(key) === entry && drop(key))
  return value
}

/** The kept value, or undefined when there is none or one of its topics has changed. */
export function recall<T>(key: string): Promise<T> | undefined {
  const entry = entries.get(key)
  if (!entry) return undefined
  if (isFresh(entry)) return entry.value as Promise<T>
  drop(key)
  return undefined
}

/** Said before reading, so that what is made of it later is not kept when something changed meanwhile. */
export function moment() {
  return clock
}

/** Everything that was remembered under these topics is out of date. */
export function forget(...topics: Topic[]) {
  forgetWritten(...topics)
}

/** The same for what a model's write has touched, by the name that the store gave. */
export function forgetWritten(...topics: string[]) {
  forgetHere(topics)
  tellOthers(topics)
}

export function forgetHere(topics: readonly string[]) {
  if (forgotten.size > MOST_TOPICS) startAnew()
  clock++
  for (const topic of topics) forgotten.set(topic, clock)
  for (const watcher of watchers) watcher(topics)
}

export function forgetAll() {
  startAnew()
  for (const watcher of watchers) watcher(undefined)
}

function startAnew() {
  entries.clear()
  forgotten.clear()
  weighs = 0
  allForgotten = ++clock
}

export function onForget(listener: (topics: string[]) => void) {
  tellOthers = listener
}

/** Told of each topic that is forgotten, whoever wrote; of none when all are. Answers how to stop. */
export function watchForgetting(watcher: Watcher) {
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
  }
}

function isFresh({ topics, asOf, until }: Entry) {
  return until > Date.now() && topics.every(topic => lastForgotten(topic) <= asOf)
}

function lastForgotten(topic: string) {
  return forgotten.get(topic) ?? allForgotten
}

function keep(key: string, entry: Entry) {
  drop(key)
  entries.set(key, entry)
  weighs += entry.weight
  for (const [oldest] of entries) {
    if (weighs <= MOST_WEIGHT) break
    drop(oldest)
  }
}

function drop(key: string) {
  weighs -= entries.get(key)?.weight ?? 0
  entries.delete(key)
}
