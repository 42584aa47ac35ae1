import type { Collection } from './catalog.ts'
import type { KeyRange, Plan } from './plans.ts'
import type { Tree } from './tree.ts'
import { type Doc, decode, decodeTyped } from './values.ts'

/** One document found: its key, its bytes, and (if the filter had to look) its decoded form. */
export interface Found {
  idKey: Buffer
  bytes: Buffer
}

/** Given by a step that found nothing, with more to come. */
export const MORE = Symbol('more')

/** What reading cost, for `explain`. */
export interface Examined {
  keys: number
  documents: number
}

interface Entry {
  key: Buffer
  value: Buffer
}

/**
 * The documents of a plan one by one. Between two calls of `next` within a turn nothing can change; a cursor that goes to sleep
 * calls `park`, and the next read starts again after the last key given.
 */
export class Scan {
  readonly #collection: Collection
  readonly #plan: Plan
  readonly #sources: Source[]
  readonly #seen: Set<string> | undefined
  readonly examined: Examined = { keys: 0, documents: 0 }
  #most = Number.POSITIVE_INFINITY
  #refusal: (() => Error) | undefined
  #current = 0

  /** `expected` documents are likely to be asked for: the size of the first read. */
  constructor(collection: Collection, plan: Plan, expected = 0) {
    this.#collection = collection
    this.#plan = plan
    const parts = plan.union ?? [plan]
    this.#sources = parts.flatMap(part => sourcesOf(part, expected))
    const repeats = plan.union !== undefined || (plan.index?.multikey.includes(true) ?? false)
    this.#seen = repeats ? new Set() : undefined
  }

  /** Throws what `refusal` gives once more than `most` documents were looked at. */
  refuseBeyond(most: number, refusal: () => Error): void {
    this.#most = most
    this.#refusal = refusal
  }

  /** Looks at one more entry. */
  step(): Found | typeof MORE | undefined {
    const entry = this.#nextEntry()
    return entry && (this.#judge(entry) ?? MORE)
  }

  /** The same for the key only, for counting: reads no document when the index answers the whole filter. */
  stepKey(): Buffer | typeof MORE | undefined {
    const entry = this.#nextEntry()
    if (!entry) return undefined
    if (this.#plan.filter) return this.#judge(entry)?.idKey ?? MORE
    const idKey = entry.source.direct ? entry.key : entry.value
    return this.#isNew(idKey) ? idKey : MORE
  }

  park(): void {
    for (const source of this.#sources) source.park()
  }

  #nextEntry(): (Entry & { source: Source }) | undefined {
    const source = this.#plan.merge
      ? leading(this.#sources, this.#plan.reverse)
      : this.#unfinished()
    const entry = source?.take()
    if (!source || !entry) return undefined
    this.examined.keys++
    return { ...entry, source }
  }

  /** The first source that has more; those before it are done (a source never gets more than it had). */
  #unfinished(): Source | undefined {
    let source = this.#sources[this.#current]
    while (source && !source.peek()) source = this.#sources[++this.#current]
    return source
  }

  #judge({ key, value, source }: Entry & { source: Source }): Found | undefined {
    const idKey = source.direct ? key : value
    if (!this.#isNew(idKey)) return undefined
    const bytes = source.direct ? value : this.#collection.documents.get(idKey)
    if (!bytes) return undefined
    if (++this.examined.documents > this.#most) throw this.#refusal?.()
    const { filter } = this.#plan
    if (filter && !filter.test(view(bytes, filter.typed))) return undefined
    return { idKey, bytes }
  }

  #isNew(idKey: Buffer): boolean {
    if (!this.#seen) return true
    const id = idKey.toString('latin1')
    if (this.#seen.has(id)) return false
    this.#seen.add(id)
    return true
  }
}

function view(bytes: Buffer, typed: boolean): Doc {
  return typed ? decodeTyped(bytes) : decode(bytes)
}

function sourcesOf({ index, ranges, reverse, merge }: Plan, expected: number): Source[] {
  if (!index) return []
  const inOrder = reverse && !merge ? ranges.toReversed() : ranges
  return inOrder.map(range => new Source(index.tree, range, reverse, index.id === 0, expected))
}

/** The source whose next key, past the equalities, comes first. */
function leading(sources: Source[], reverse: boolean): Source | undefined {
  let best: { source: Source; rest: Buffer } | undefined
  for (const source of sources) {
    const entry = source.peek()
    if (!entry) continue
    const rest = entry.key.subarray(source.skip)
    const order = best ? Buffer.compare(rest, best.rest) : -1
    if (!best || (reverse ? order > 0 : order < 0)) best = { source, rest }
  }
  return best?.source
}

/** One key range, read a chunk at a time. `direct`: the tree holds the documents themselves. */
class Source {
  readonly #tree: Tree
  readonly #range: KeyRange
  readonly #reverse: boolean
  readonly direct: boolean
  readonly skip: number
  #chunk: Entry[] = []
  #at = 0
  #size: number
  #last: Buffer | undefined
  #ended = false

  constructor(tree: Tree, range: KeyRange, reverse: boolean, direct: boolean, expected: number) {
    this.#tree = tree
    this.#range = range
    this.#reverse = reverse
    this.direct = direct
    this.skip = range.skip
    this.#size = expected > 0 ? Math.min(expected, 256) : 16
  }

  peek(): Entry | undefined {
    if (this.#at === this.#chunk.length && !this.#ended) this.#read()
    return this.#chunk[this.#at]
  }

  take(): Entry | undefined {
    const entry = this.peek()
    if (entry) {
      this.#at++
      this.#last = entry.key
    }
    return entry
  }

  park(): void {
    if (this.#at < this.#chunk.length) this.#ended = false
    this.#chunk = []
    this.#at = 0
  }

  /** Keys past the last given one, or from the range's edge; LMDB's edges include the first and exclude the last. */
  #read(): void {
    const { start, end } = this.#range
    const from = this.#last ?? (this.#reverse ? end : start)
    const to = this.#reverse ? start : end
    const size = this.#size
    const entries = this.#tree.getRange({
      ...(from && { start: from }),
      ...(to && { end: to }),
      ...(this.#reverse && { reverse: true, inclusiveEnd: true }),
      limit: size + 1,
    })
    this.#chunk = []
    this.#at = 0
    let seen = 0
    for (const { key, value } of entries) {
      seen++
      const edge = this.#last ?? (this.#reverse ? end : undefined)
      if (!edge || !key.equals(edge)) this.#chunk.push({ key, value })
    }
    this.#ended = seen < size + 1
    this.#size = Math.min(256, this.#size * 2)
  }
}
