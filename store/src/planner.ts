import type { Catalog, Collection, Index } from './catalog.ts'
import {
  boundsOf,
  type Clause,
  clausesOf,
  elementClauses,
  type FieldBounds,
  filterOf,
  type Interval,
  impliesExists,
  keyRange,
} from './clauses.ts'
import { cheapest } from './cost.ts'
import { encodeKey } from './keys.ts'
import { compileFilter, prepare } from './matching.ts'
import { MOST_MERGED, orderOf } from './order.ts'
import type { KeyRange, Plan, Question } from './plans.ts'
import type { SortSpec } from './sorting.ts'
import { LONGEST_KEY } from './storage.ts'
import { type Doc, isDoc } from './values.ts'

const MOST_RANGES = 1000

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

/** Whether a plan reads the documents one after another, with no index that narrows or sorts. */
export function isCollectionScan({ index, narrowed, sorted, union }: Plan): boolean {
  return !union && (!index || (index.id === 0 && !narrowed && !sorted))
}

function scanAll(collection: Collection, clauses: Clause[]): Plan {
  const residual = filterOf(clauses)
  return {
    ...NOTHING_KNOWN,
    index: collection.indexes[0],
    ranges: [{ skip: 0 }],
    narrowed: false,
    ...(residual && { residual }),
  }
}

/** What one index can do for the question, or nothing if it lacks documents that the filter may match. */
function candidate(question: Question, index: Index): Plan | undefined {
  if (!holdsAllMatches(index, question.clauses)) return undefined
  const fields = fieldBounds(index, question.clauses)
  const ranges = combine(index, fields)
  const order = question.sort.length > 0 ? orderOf(question.sort, index, fields, ranges) : undefined
  const used = new Set(fields.flatMap(({ used }) => used))
  const residual = filterOf(question.clauses.filter(clause => !used.has(clause)))
  return {
    index,
    ranges,
    reverse: order?.direction === -1,
    merge: order?.merge === true,
    sorted: order !== undefined,
    mergeable: order?.mergeable === true,
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

/**
 * Bounds of the leading fields: up to and with the first that is not made of points. Two fields within the same array may both
 * narrow only when one `$elemMatch` asks them of the same element.
 */
function fieldBounds(index: Index, clauses: Clause[]): FieldBounds[] {
  const bounded: FieldBounds[] = []
  const arrays = new Map<string, Clause | undefined>()
  const asked = [...clauses, ...clauses.flatMap(elementClauses)]
  for (const [i, [path]] of index.fields.entries()) {
    const root = path.split('.', 1)[0] ?? path
    const multikey = index.multikey[i] === true
    const here = asked.filter(clause => clause.path === path)
    const usable = arrays.has(root)
      ? [here.filter(({ element }) => element && element === arrays.get(root))]
      : groupedByElement(here)
    const traits = { multikey, sparse: index.sparse && index.fields.length === 1 }
    const bounds = bestBounds(usable.map(group => boundsOf(group, traits)))
    if (!bounds || bounds.intervals.length * product(bounded) > MOST_RANGES) break
    if (multikey) arrays.set(root, bounds.element)
    bounded.push(bounds)
    if (bounds.intervals.some(({ point }) => !point)) break
  }
  return bounded
}

/** Clauses asked of the whole document, and those of each `$elemMatch` apart. */
function groupedByElement(clauses: Clause[]): Clause[][] {
  const elements = new Set(clauses.map(({ element }) => element))
  return [...elements].map(element => clauses.filter(clause => clause.element === element))
}

/** Points before ranges. */
function bestBounds(bounds: (FieldBounds | undefined)[]): FieldBounds | undefined {
  const useful = bounds.filter(each => each !== undefined)
  return useful.find(({ intervals }) => intervals.every(({ point }) => point)) ?? useful[0]
}

function product(fields: FieldBounds[]): number {
  return fields.reduce((count, { intervals }) => count * intervals.length, 1)
}

/** Every combination of points, each with the intervals of the last field: in the order of the index. */
function combine(index: Index, fields: FieldBounds[]): KeyRange[] {
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
  return ranges.map(withinKeys)
}

/** Edges that can be looked up: no key is longer, nor the beginning of another, so that what is cut off finds the same. */
function withinKeys({ start, end, skip }: KeyRange): KeyRange {
  return {
    ...(start && { start: start.subarray(0, LONGEST_KEY) }),
    ...(end && { end: end.subarray(0, LONGEST_KEY) }),
    skip,
  }
}

function rangeAfter(prefix: Buffer, interval: Interval, descending: boolean): KeyRange {
  const { start, end } = keyRange(interval, descending)
  return {
    start: Buffer.concat([prefix, start]),
    end: Buffer.concat([prefix, end]),
    skip: prefix.length + (interval.point ? start.length : 0),
  }
}

/** `$or` whose every branch an index narrows: the union of what they find, merged when each gives the sort. */
function unionPlan(question: Question): Plan | undefined {
  const or = question.clauses.find(
    ({ operator, value }) => operator === '$or' && Array.isArray(value),
  )
  if (!or || !Array.isArray(or.value)) return undefined
  const others = question.clauses.filter(clause => clause !== or)
  const branches = or.value.filter(isDoc).map(branch => {
    const part = { ...question, clauses: [...clausesOf(branch), ...others] }
    const candidates = part.collection.indexes.map(index => candidate(part, index))
    const narrowed = candidates.filter(each => each !== undefined).filter(each => each.narrowed)
    return { part, narrowed }
  })
  const merged = unionOf(
    question,
    branches.map(({ part, narrowed }) =>
      cheapest(
        part,
        narrowed.filter(({ mergeable }) => mergeable),
      ),
    ),
  )
  const alike = new Set(merged?.union?.map(({ reverse }) => reverse)).size === 1
  const sources = merged?.union?.reduce((sum, { ranges }) => sum + ranges.length, 0) ?? 0
  if (merged && alike && sources <= MOST_MERGED)
    return { ...merged, sorted: true, merge: true, reverse: merged.union?.[0]?.reverse === true }
  return unionOf(
    question,
    branches.map(({ part, narrowed }) => cheapest({ ...part, sort: [] }, narrowed)),
  )
}

function unionOf(question: Question, parts: (Plan | undefined)[]): Plan | undefined {
  const union = parts.filter(part => part !== undefined)
  if (union.length < parts.length) return undefined
  const residual = filterOf(question.clauses)
  return { ...NOTHING_KNOWN, narrowed: true, union, ...(residual && { residual }) }
}

const NOTHING_KNOWN = { ranges: [], reverse: false, merge: false, sorted: false, mergeable: false }
