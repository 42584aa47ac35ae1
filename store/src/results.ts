import type { Collection, Index } from './catalog.ts'
import type { Results } from './cursors.ts'
import { StoreError } from './errors.ts'
import { equalValues } from './keys.ts'
import { compileFilter } from './matching.ts'
import { isCollectionScan, plan } from './planner.ts'
import type { Plan } from './plans.ts'
import { compileProjection } from './projection.ts'
import { type Found, MORE, Scan } from './scan.ts'
import { type SortSpec, sortBy } from './sorting.ts'
import type { Store } from './store.ts'
import { MOST_SCANNED, scanRefused } from './strict.ts'
import type { Steps } from './turns.ts'
import { type Doc, decode, decodeTyped, encode, isDoc } from './values.ts'

export interface Query {
  filter: Doc
  sort?: SortSpec
  skip?: number
  limit?: number
  hint?: unknown
  projection?: unknown
}

const SORT_BYTES = 100 * 1024 * 1024

/** Reads one collection: a plan, its scan, then sort, skip, limit. `found` gives documents as stored, in order. */
export class Reading {
  readonly plan: Plan
  readonly scan: Scan
  readonly sorts: boolean
  readonly #sort: SortSpec
  #skip: number
  #left: number
  #ordered: Found[] | undefined
  #unsorted: Found[] = []
  #unsortedBytes = 0

  constructor(store: Store, collection: Collection, query: Query) {
    const { skip = 0, limit = 0, sort = [] } = query
    const hint = hinted(collection, query.hint)
    const wanted = limit > 0 ? skip + limit : 0
    this.plan = plan(store.catalog, collection, query.filter, {
      sort,
      limit: wanted,
      ...(hint && { hint }),
    })
    this.sorts = sort.length > 0 && !this.plan.sorted
    this.scan = new Scan(collection, this.plan, this.plan.filter ? 0 : wanted)
    if (store.strict && !hint && isCollectionScan(this.plan)) {
      this.scan.refuseBeyond(MOST_SCANNED, () =>
        scanRefused(collection.namespace, query.filter, sort),
      )
    }
    this.#sort = sort
    this.#skip = skip
    this.#left = limit > 0 ? limit : Number.POSITIVE_INFINITY
  }

  /** Looks a little further. */
  step(): Found | typeof MORE | undefined {
    if (this.#left === 0) return undefined
    const found = this.sorts ? this.#stepSorted() : this.scan.step()
    if (found === undefined || found === MORE) return found
    if (this.#skip > 0) {
      this.#skip--
      return MORE
    }
    this.#left--
    return found
  }

  found(): Found | undefined {
    let found = this.step()
    while (found === MORE) found = this.step()
    return found
  }

  all(): Found[] {
    const out: Found[] = []
    for (let each = this.found(); each; each = this.found()) out.push(each)
    return out
  }

  /** All, in turns with others. */
  *gather(): Steps<Found[]> {
    const out: Found[] = []
    for (let each = this.step(); each; each = this.step()) {
      if (each !== MORE) out.push(each)
      if (yield) this.park()
    }
    return out
  }

  /** How many there are, up to `most`, without reading a document that the index answers for; in turns with others. */
  *count(most: number): Steps<number> {
    let count = 0
    while (count < most) {
      const key = this.scan.stepKey()
      if (!key) break
      if (key !== MORE) count++
      if (yield) this.park()
    }
    return count
  }

  park(): void {
    this.scan.park()
  }

  #stepSorted(): Found | typeof MORE | undefined {
    if (this.#ordered) return this.#ordered.pop()
    const each = this.scan.step()
    if (each === undefined) {
      const sorted = sortBy(this.#unsorted, this.#sort, ({ bytes }) => decode(bytes))
      this.#ordered = sorted.reverse()
      this.#unsorted = []
    } else if (each !== MORE) this.#keep(each)
    return MORE
  }

  #keep(found: Found): void {
    this.#unsorted.push(found)
    this.#unsortedBytes += found.bytes.length
    if (this.#unsortedBytes > SORT_BYTES)
      throw new StoreError('IllegalOperation', 'Sort exceeded memory limit of 104857600 bytes')
  }
}

/** The documents of a query as bytes, projected. */
export function results(store: Store, collection: Collection | undefined, query: Query): Results {
  const project = compileProjection(query.projection, query.filter)
  if (!collection) return nothing(query.filter)
  const reading = new Reading(store, collection, query)
  const next = () => {
    // What was sorted in memory is gone with its collection, too.
    collection.documents.check()
    const found = reading.step()
    if (found === undefined || found === MORE) return found
    return project ? encode(project(decodeTyped(found.bytes))) : found.bytes
  }
  return { next, park: () => reading.park() }
}

/** No documents, but a filter that makes no sense is still refused. */
function nothing(filter: Doc): Results {
  compileFilter(filter)
  return { next: () => undefined, park: () => {} }
}

/** How many documents match, at most `limit` past `skip`; reads only index keys where they answer the filter. */
export function* countMatches(store: Store, collection: Collection, query: Query): Steps<number> {
  const { skip = 0, limit = 0 } = query
  const wanted = limit > 0 ? limit : Number.POSITIVE_INFINITY
  if (Object.keys(query.filter).length === 0) {
    return Math.min(wanted, Math.max(0, store.catalog.countDocuments(collection) - skip))
  }
  const reading = new Reading(store, collection, { filter: query.filter, hint: query.hint })
  return Math.max(0, (yield* reading.count(skip + wanted)) - skip)
}

/** The index that a hint names, by name or by key pattern. Throws BadValue for one that is not there. */
function hinted(collection: Collection, hint: unknown): Index | undefined {
  if (hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0))
    return undefined
  if (isDoc(hint) && '$natural' in hint) return collection.indexes[0]
  const index = collection.indexes.find(
    ({ name, fields }) =>
      name === hint || (isDoc(hint) && equalValues(Object.fromEntries(fields), hint)),
  )
  if (!index)
    throw new StoreError(
      'BadValue',
      'error processing query: planner returned error: hint provided does not correspond to an existing index',
    )
  return index
}
