import { StoreError } from './errors.ts'
import { compareValues, EMPTY_ARRAY, encodeKey } from './keys.ts'
import { type Doc, isDoc, isNumeric, toNumber, valuesAt } from './values.ts'

export type SortSpec = [path: string, direction: 1 | -1][]

/** A sort document as pairs; `{ $meta }` and other kinds are refused. `$natural` is the order of `_id`, which is how documents lie. */
export function sortSpec(sort: unknown, stage?: '$sort'): SortSpec {
  if (!stage && (sort === undefined || sort === null)) return []
  if (!isDoc(sort))
    throw stage
      ? new StoreError('Location15973', 'the $sort key specification must be an object')
      : new StoreError('TypeMismatch', "BSON field 'sort' is the wrong type, expected an object")
  const entries = Object.entries(sort)
  if (stage && entries.length === 0)
    throw new StoreError('Location15976', '$sort stage must have at least one sort key')
  return entries.map(([path, direction]) => [
    path === '$natural' ? '_id' : path,
    wayOf(path, direction),
  ])
}

function wayOf(path: string, direction: unknown): 1 | -1 {
  if (isDoc(direction) && '$meta' in direction)
    throw new StoreError('NotImplemented', 'sorting by $meta is not supported by this store')
  if (!isNumeric(direction))
    throw new StoreError('Location15974', `Illegal key in $sort specification: ${path}`)
  const number = toNumber(direction)
  if (number === 1 || number === -1) return number
  throw new StoreError(
    'Location15975',
    '$sort key ordering must be 1 (for ascending) or -1 (for descending)',
  )
}

/** Bytes that order documents as `spec` does: an array counts by its smallest element, or its largest when descending. */
export function sortKey(document: Doc, spec: SortSpec, descending: boolean[]): Buffer {
  const values = spec.map(([path, direction]) => extreme(valuesAt(document, path), direction))
  return encodeKey(values, descending)
}

/** Sorts in place what `documentOf` reads; equal ones keep their order. */
export function sortBy<T>(items: T[], spec: SortSpec, documentOf: (item: T) => Doc): T[] {
  const descending = spec.map(([, direction]) => direction === -1)
  const keyed = items.map(item => ({ item, key: sortKey(documentOf(item), spec, descending) }))
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item)
}

function extreme(values: unknown[], direction: 1 | -1): unknown {
  const flat = values.flatMap(value =>
    Array.isArray(value) ? (value.length > 0 ? value : [EMPTY_ARRAY]) : [value],
  )
  if (flat.length <= 1) return flat[0] ?? null
  return (
    flat.reduce((best, value) => (compareValues(value, best) * direction < 0 ? value : best)) ??
    null
  )
}
