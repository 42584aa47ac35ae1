import { afterPrefix, EMPTY_ARRAY, encodeKey, inverted, TAG, tagOf } from './keys.ts'
import { type Doc, isDoc, isNumeric } from './values.ts'

/** One condition of a filter: an operator on a path, or (`path` undefined) something only the residual filter can judge. */
export interface Clause {
  path?: string
  operator: string
  value: unknown
  /** The `$elemMatch` that asks this of one element. */
  element?: Clause
  /** Asked of the element itself, not of its fields. */
  whole?: boolean
}

/** Keys of one index field: the start that all share, and limits within it. A point is a whole encoded value. */
export interface Interval {
  prefix: Buffer
  point: boolean
  lower?: { key: Buffer; inclusive: boolean }
  upper?: { key: Buffer; inclusive: boolean }
}

/** What the clauses on one path say of an index field; `used` are those that the intervals answer exactly. */
export interface FieldBounds {
  intervals: Interval[]
  used: Clause[]
  element?: Clause
}

/** A prepared filter as a flat conjunction; `$and` is opened, `$or` and the like stay whole. */
export function clausesOf(filter: Doc): Clause[] {
  return Object.entries(filter).flatMap(([key, value]): Clause[] => {
    if (key === '$and' && Array.isArray(value))
      return value.flatMap(each => (isDoc(each) ? clausesOf(each) : []))
    if (key.startsWith('$')) return [{ operator: key, value }]
    if (value instanceof RegExp) return [{ path: key, operator: '$regex', value }]
    if (!isDoc(value) || !Object.keys(value)[0]?.startsWith('$'))
      return [{ path: key, operator: '$eq', value }]
    return Object.entries(value).map(([operator, operand]) => ({
      path: key,
      operator,
      value: operand,
    }))
  })
}

/**
 * What `$elemMatch` asks of an element or of its fields, as clauses of their own paths: all to be met by one element, which the residual
 * filter still judges. Deeper paths may go through another array and are left out.
 */
export function elementClauses(clause: Clause): Clause[] {
  const { path, operator, value } = clause
  if (operator !== '$elemMatch' || !isDoc(value) || path === undefined) return []
  if (Object.keys(value)[0]?.startsWith('$'))
    return clausesOf({ [path]: value }).map(inner => ({ ...inner, element: clause, whole: true }))
  return clausesOf(value)
    .filter(inner => inner.path !== undefined && !inner.path.includes('.'))
    .map(inner => ({ ...inner, path: `${path}.${inner.path}`, element: clause }))
}

/** The clauses as a filter again, or nothing when none is left. */
export function filterOf(clauses: readonly Clause[]): Doc | undefined {
  if (clauses.length === 0) return undefined
  return {
    $and: clauses.map(({ path, operator, value }) =>
      path === undefined ? { [operator]: value } : { [path]: { [operator]: value } },
    ),
  }
}

/**
 * The intervals of index keys in which all matches of `clauses` (all on one path) lie, or nothing when an index cannot help.
 * In a multikey field each clause may be met by another element, so only one of them may narrow.
 */
export function boundsOf(
  clauses: readonly Clause[],
  { multikey: several, sparse }: { multikey: boolean; sparse: boolean },
): FieldBounds | undefined {
  // Of one element all clauses may narrow: it has one key.
  const multikey = several && !clauses.every(({ whole }) => whole === true)
  const bounds =
    pointsOf(clauses, multikey) ??
    rangeOf(clauses, multikey) ??
    prefixOf(clauses) ??
    arrayOf(clauses) ??
    existenceOf(clauses, multikey) ??
    (sparse ? presenceOf(clauses) : undefined)
  const element = clauses[0]?.element
  return bounds && element ? { ...bounds, used: [], element } : bounds
}

/** Whether a clause can never be met by a document that lacks the field: what a sparse index needs to be of use. */
export function impliesExists({ path, operator, value }: Clause): boolean {
  if (operator === '$exists') return value === true || (isNumeric(value) && Number(value) !== 0)
  if (operator === '$eq') return isSome(value)
  if (operator === '$in') return Array.isArray(value) && value.every(isSome)
  if (operator === '$all') return Array.isArray(value) && value.some(isSome)
  // An empty array on the way is neither null nor there.
  if (operator === '$ne') return value === null && path?.includes('.') === false
  return ['$gt', '$gte', '$lt', '$lte'].includes(operator)
    ? value !== null
    : ['$regex', '$size', '$elemMatch'].includes(operator)
}

const isSome = (value: unknown) => value !== null && value !== undefined

/** The half-open range of key bytes of an interval: inverted and turned round for a descending field. */
export function keyRange(
  { prefix, lower, upper }: Interval,
  descending: boolean,
): { start: Buffer; end: Buffer } {
  if (!descending) {
    const start = lower ? (lower.inclusive ? lower.key : afterPrefix(lower.key)) : prefix
    const end = upper ? (upper.inclusive ? afterPrefix(upper.key) : upper.key) : afterPrefix(prefix)
    return { start, end }
  }
  const down = inverted(prefix)
  const start = upper ? atOrAfter(inverted(upper.key), upper.inclusive) : down
  const end = lower ? atOrAfter(inverted(lower.key), !lower.inclusive) : afterPrefix(down)
  return { start, end }
}

function atOrAfter(key: Buffer, at: boolean): Buffer {
  return at ? key : afterPrefix(key)
}

function exact(clauses: Clause[], multikey: boolean): Clause[] {
  return multikey && clauses.some(({ value }) => value === null || Array.isArray(value))
    ? []
    : clauses
}

/** A value whose key equals exactly the keys of what it matches: not arrays (they match whole or by element), nor patterns. */
function isPoint(value: unknown): boolean {
  return !Array.isArray(value) && !(value instanceof RegExp)
}

function pointsOf(clauses: readonly Clause[], multikey: boolean): FieldBounds | undefined {
  const point = clauses.find(({ operator, value }) => operator === '$eq' && isPoint(value))
  if (point) return { intervals: points([point.value]), used: exact([point], multikey) }
  const list = clauses.find(({ operator, value }) => operator === '$in' && arePoints(value))
  if (list && Array.isArray(list.value))
    return { intervals: points(list.value), used: exact([list], multikey) }
  const all = clauses.find(
    ({ operator, value }) => operator === '$all' && arePoints(value) && !asksElements(value),
  )
  if (!all || !Array.isArray(all.value) || all.value.length === 0) return undefined
  return { intervals: points(all.value.slice(0, 1)), used: [] }
}

/** Whether `$all` asks by `$elemMatch` rather than for values. */
const asksElements = (value: unknown) =>
  Array.isArray(value) && value.some(item => isDoc(item) && '$elemMatch' in item)
const arePoints = (value: unknown) => Array.isArray(value) && value.every(isPoint)

/** An array as a value: it begins with its first element, or it is an element itself. */
function arrayOf(clauses: readonly Clause[]): FieldBounds | undefined {
  const found = clauses.find(({ operator, value }) => operator === '$eq' && Array.isArray(value))
  if (!Array.isArray(found?.value)) return undefined
  const first = found.value.length > 0 ? found.value[0] : EMPTY_ARRAY
  return { intervals: points([first, found.value]), used: [] }
}

/** A missing field has the key of null: `{ $exists: false }` lies there, `{ $ne: null }` all around it. */
function existenceOf(clauses: readonly Clause[], multikey: boolean): FieldBounds | undefined {
  if (clauses.some(clause => clause.operator === '$exists' && !impliesExists(clause)))
    return { intervals: points([null]), used: [] }
  const some = clauses.find(({ operator, value }) => operator === '$ne' && value === null)
  if (some && !multikey) {
    const key = encodeKey([null])
    const below = { prefix: LOWEST, point: false, upper: { key, inclusive: false } }
    const above = { prefix: HIGHEST, point: false, lower: { key, inclusive: false } }
    return { intervals: [below, above], used: [some] }
  }
  return undefined
}

/** All of a sparse index of one field: only documents that have the field are in it. */
function presenceOf(clauses: readonly Clause[]): FieldBounds | undefined {
  const present = clauses.find(impliesExists)
  if (!present) return undefined
  return { intervals: [EVERYTHING], used: present.operator === '$exists' ? [present] : [] }
}

/** Bytes below and above the tag of any value, inverted or not. */
const [LOWEST, HIGHEST] = [Buffer.of(0x01), Buffer.of(0xfd)]
const EVERYTHING: Interval = {
  prefix: LOWEST,
  point: false,
  upper: { key: HIGHEST, inclusive: false },
}

function points(values: unknown[]): Interval[] {
  const keys = values.map(value => encodeKey([value ?? null])).sort(Buffer.compare)
  return keys
    .filter((key, i) => i === 0 || !key.equals(keys[i - 1] ?? key))
    .map(prefix => ({ prefix, point: true }))
}

function rangeOf(clauses: readonly Clause[], multikey: boolean): FieldBounds | undefined {
  const limits = clauses.filter(
    ({ operator, value }) =>
      ['$gt', '$gte', '$lt', '$lte'].includes(operator) && isRangeLimit(value),
  )
  const lower = limits.find(({ operator }) => operator === '$gt' || operator === '$gte')
  const upper = limits.find(
    ({ operator, value }) =>
      isUpper(operator) && (!lower || (!multikey && tagOf(value) === tagOf(lower.value))),
  )
  const first = lower ?? upper
  if (!first) return undefined
  const interval: Interval = { prefix: Buffer.from([tagOf(first.value)]), point: false }
  if (lower)
    interval.lower = { key: encodeKey([lower.value]), inclusive: lower.operator === '$gte' }
  else if (tagOf(first.value) === TAG.number)
    interval.lower = { key: encodeKey([Number.NaN]), inclusive: false }
  if (upper)
    interval.upper = { key: encodeKey([upper.value]), inclusive: upper.operator === '$lte' }
  return { intervals: [interval], used: [lower, upper].filter(clause => clause !== undefined) }
}

const isUpper = (operator: string) => operator === '$lt' || operator === '$lte'

/** Null, documents, arrays and NaN have comparison rules of their own, which an interval does not tell. */
function isRangeLimit(value: unknown): boolean {
  const tag = tagOf(value)
  return (
    ![TAG.null, TAG.object, TAG.array, TAG.minKey, TAG.maxKey, TAG.regex].some(
      each => each === tag,
    ) && !Number.isNaN(value)
  )
}

/** A regular expression that begins with `^` and plain characters keeps to the strings with that beginning. */
function prefixOf(clauses: readonly Clause[]): FieldBounds | undefined {
  for (const { operator, value } of clauses) {
    if (operator !== '$regex' || !(value instanceof RegExp) || /[imx]/.test(value.flags)) continue
    const text = literalPrefix(value.source)
    if (text === '') continue
    return { intervals: [{ prefix: encodeKey([text]).subarray(0, -1), point: false }], used: [] }
  }
  return undefined
}

function literalPrefix(source: string): string {
  if (!source.startsWith('^') || source.includes('|')) return ''
  let text = ''
  let i = 1
  while (i < source.length) {
    const escaped = source[i] === '\\'
    const character = source[escaped ? i + 1 : i] ?? ''
    if (escaped ? /[A-Za-z0-9]/.test(character) : /[.^$*+?()[\]{}|]/.test(character)) break
    i += escaped ? 2 : 1
    if (/[*?{]/.test(source[i] ?? '')) break
    text += character
  }
  return text
}
