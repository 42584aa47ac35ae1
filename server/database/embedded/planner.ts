import type { Catalog, Collection, Index } from './catalog.ts'
import {
  boundsOf,
  type Clause,
  clausesOf,
  filterOf,
  type Interval,
  impliesExists,
  keyRange,
} from './clauses.ts'
import { encodeKey } from './keys.ts'
import { compileFilter, type Filter, prepare } from './matching.ts'
import type { SortSpec } from './sorting.ts'
import { type Doc, isDoc } from './values.ts'

/** A range of one index: `skip` bytes of its start are the same in all its keys (equalities), what follows is in sort order. */
export interface KeyRange {
  start?: Buffer
  end?: Buffer
  skip: number
}

/** How a filter's candidates are read: ranges of one index (in turn, or merged to keep the sort), or a union of plans for `$or`. */
export interface Plan {
  index?: Index
  ranges: KeyRange[]
  reverse: boolean
  merge: boolean
  sorted: boolean
  narrowed: boolean
  union?: Plan[]
  filter?: Filter
  residual?: Doc
}

interface Question {
  catalog: Catalog
  collection: Collection
  clauses: Clause[]
  sort: SortSpec
  limit: number
}

const MOST_RANGES = 1000
const MOST_MERGED = 64
const COUNTED_KEYS = 200

/**
 * Chooses how to read what `filter` may match in the order `sort`. Whatever is chosen only changes the cost: the residual filter
 * is judged on each candidate. `hint` names an index to use.
 */
export function plan(
  catalog: Catalog,
  collection: Collection,
  filter: Doc,
  options: { sort?: SortSpec; limit?: number; hint?: Index } = {},
): Plan {
  const ready = prepare(filter)
  const clauses = clausesOf(isDoc(ready) ? ready : {})
  const question = {
    catalog,
    collection,
    clauses,
    sort: options.sort ?? [],
    limit: options.limit ?? 0,
  }
  const indexes = options.hint ? [options.hint] : collection.indexes
  const candidates = indexes
    .map(index => candidate(question, index))
    .filter(each => each !== undefined)
  const useful = candidates.filter(
    each => each.narrowed || (each.sorted && question.sort.length > 0),
  )
  const best = cheapest(question, useful) ?? (options.hint ? candidates[0] : undefined)
  const chosen = best?.narrowed
    ? best
    : (unionPlan(question) ?? best ?? scanAll(collection, clauses))
  if (chosen.residual) chosen.filter = compileFilter(chosen.residual)
  return chosen
}

function scanAll(collection: Collection, clauses: Clause[]): Plan {
  const residual = filterOf(clauses)
  return {
    index: collection.indexes[0],
    ranges: [{ skip: 0 }],
    reverse: false,
    merge: false,
    sorted: false,
    narrowed: false,
    ...(residual && { residual }),
  }
}

/** What one index can do for the question, or nothing if it lacks documents that the filter may match. */
function candidate(question: Question, index: Index): Plan | undefined {
  if (!holdsAllMatches(index, question.clauses)) return undefined
  const fields = fieldBounds(index, question.clauses)
  const ranges = combine(index, fields)
  const equalities = fields.filter(
    ({ intervals }) => intervals.length === 1 && intervals[0]?.point,
  ).length
  const points = fields.filter(({ intervals }) => intervals.every(({ point }) => point)).length
  const direction = sortDirection(question.sort, index, points)
  const single = ranges.length === 1 || points === equalities
  const sorted =
    question.sort.length > 0 && direction !== 0 && (single ? true : ranges.length <= MOST_MERGED)
  const used = new Set(fields.flatMap(({ used }) => used))
  const residual = filterOf(question.clauses.filter(clause => !used.has(clause)))
  return {
    index,
    ranges,
    reverse: sorted && direction === -1,
    merge: sorted && !single,
    sorted,
    narrowed: fields.length > 0,
    ...(residual && { residual }),
  }
}

/** A sparse or partial index serves only filters that rule out what it leaves out. */
function holdsAllMatches(index: Index, clauses: Clause[]): boolean {
  const paths = new Set(index.fields.map(([path]) => path))
  if (
    index.sparse &&
    !clauses.some(clause => paths.has(clause.path ?? '') && impliesExists(clause))
  )
    return false
  if (!index.partial) return true
  return clausesOf(index.partial).every(needed => clauses.some(given => implies(given, needed)))
}

function implies(given: Clause, needed: Clause): boolean {
  if (given.path !== needed.path || needed.path === undefined) return false
  if (needed.operator === '$exists' && needed.value === true) return impliesExists(given)
  return (
    given.operator === needed.operator && encodeKey([given.value]).equals(encodeKey([needed.value]))
  )
}

interface Bounded {
  intervals: Interval[]
  used: Clause[]
}

/** Bounds of the leading fields: up to and with the first that is not made of points. */
function fieldBounds(index: Index, clauses: Clause[]): Bounded[] {
  const bounded: Bounded[] = []
  const arrays = new Set<string>()
  for (const [i, [path]] of index.fields.entries()) {
    const root = path.split('.', 1)[0] ?? path
    if (arrays.has(root)) break
    const multikey = index.multikey[i] === true
    const bounds = boundsOf(
      clauses.filter(clause => clause.path === path),
      multikey,
    )
    if (!bounds || bounds.intervals.length * product(bounded) > MOST_RANGES) break
    if (multikey) arrays.add(root)
    bounded.push(bounds)
    if (bounds.intervals.some(({ point }) => !point)) break
  }
  return bounded
}

function product(fields: Bounded[]): number {
  return fields.reduce((count, { intervals }) => count * intervals.length, 1)
}

/** Every combination of points, each with the intervals of the last field: in the order of the index. */
function combine(index: Index, fields: Bounded[]): KeyRange[] {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let ranges: KeyRange[] = [{ skip: 0 }]
  fields.forEach(({ intervals }, i) => {
    const descending = index.descending[i] === true
    const inOrder = descending ? intervals.toReversed() : intervals
    ranges = prefixes.flatMap(prefix =>
      inOrder.map(interval => rangeAfter(prefix, interval, descending)),
    )
    prefixes = ranges.map(({ start }) => start ?? Buffer.alloc(0))
  })
  return ranges
}

function rangeAfter(prefix: Buffer, interval: Interval, descending: boolean): KeyRange {
  const { start, end } = keyRange(interval, descending)
  return {
    start: Buffer.concat([prefix, start]),
    end: Buffer.concat([prefix, end]),
    skip: prefix.length + (interval.point ? start.length : 0),
  }
}

/** 1 or -1 if the index, after its first `points` fields, runs in the sort's order or its reverse; 0 if it does not. */
function sortDirection(sort: SortSpec, index: Index, points: number): 1 | -1 | 0 {
  const constant = new Set(index.fields.slice(0, points).map(([path]) => path))
  const wanted = sort.filter(([path]) => !constant.has(path))
  const first = wanted[0]
  if (!first) return 1
  const direction = first[1] === index.fields[points]?.[1] ? 1 : -1
  const fits = wanted.every(([path, way], i) => {
    const field = index.fields[points + i]
    return (
      field?.[0] === path && field[1] * direction === way && index.multikey[points + i] !== true
    )
  })
  return fits ? direction : 0
}

/** `$or` whose every branch an index narrows: the union of what they find. */
function unionPlan(question: Question): Plan | undefined {
  const or = question.clauses.find(
    ({ operator, value }) => operator === '$or' && Array.isArray(value),
  )
  if (!or || !Array.isArray(or.value)) return undefined
  const union: Plan[] = []
  for (const branch of or.value.filter(isDoc)) {
    const part = { ...question, clauses: clausesOf(branch), sort: [] }
    const candidates = part.collection.indexes.map(index => candidate(part, index))
    const best = cheapest(
      part,
      candidates.filter(each => each?.narrowed === true).filter(each => each !== undefined),
    )
    if (!best) return undefined
    union.push(best)
  }
  const residual = filterOf(question.clauses)
  return {
    ranges: [],
    reverse: false,
    merge: false,
    sorted: false,
    narrowed: true,
    union,
    ...(residual && { residual }),
  }
}

/** The plan that should read least, by counting the first keys of each only when there is a choice. */
function cheapest(question: Question, plans: Plan[]): Plan | undefined {
  if (plans.length <= 1) return plans[0]
  const unique = plans.find(isPointRead)
  if (unique) return unique
  const counted = plans.map(each => ({ plan: each, keys: countKeys(question, each) }))
  const fewest = Math.max(1, Math.min(...counted.map(({ keys }) => keys)))
  const costs = counted.map(({ plan, keys }) => ({
    plan,
    cost: cost(question, plan, keys, fewest),
  }))
  return costs.reduce((best, each) => (each.cost < best.cost ? each : best)).plan
}

function isPointRead({ index, ranges }: Plan): boolean {
  return (
    index?.unique === true &&
    index.fields.length === 1 &&
    ranges.length === 1 &&
    (ranges[0]?.skip ?? 0) > 0
  )
}

function cost({ sort, limit }: Question, plan: Plan, keys: number, fewest: number): number {
  if (plan.sorted && limit > 0) return Math.min(keys, limit * Math.max(1, keys / fewest))
  return sort.length > 0 && !plan.sorted ? keys * 1.5 : keys
}

function countKeys({ catalog, collection }: Question, { index, ranges, narrowed }: Plan): number {
  if (!index) return Number.POSITIVE_INFINITY
  const all = catalog.countKeys(collection, index)
  if (!narrowed) return all
  let count = 0
  for (const { start, end } of ranges) {
    for (const _ of index.tree.getKeys({
      ...(start && { start }),
      ...(end && { end }),
      limit: COUNTED_KEYS - count,
    }))
      count++
    if (count >= COUNTED_KEYS) return Math.max(count, all / 4)
  }
  return count
}
