import { StoreError } from './errors.ts'
import { compareValues, encodeKey } from './keys.ts'
import { type Doc, isDoc, isNumeric, toNumber, valuesAt } from './values.ts'

export type SortSpec = [path: string, direction: 1 | -1][]

/** A sort document as pairs; `{ $meta }` and other kinds are refused. `$natural` is the order of `_id`, which is how documents lie. */
export function sortSpec(sort: unknown): SortSpec {
  if (sort === undefined || sort === null) return []
  if (!isDoc(sort)) throw new StoreError('TypeMismatch', 'sort must be a document')
  return Object.entries(sort).map(([path, direction]): [string, 1 | -1] => {
    const number = isNumeric(direction) ? toNumber(direction) : 0
    if (number !== 1 && number !== -1)
      throw new StoreError('Location15974', `Illegal key in $sort specification: ${path}`)
    return [path === '$natural' ? '_id' : path, number]
  })
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
    Array.isArray(value) ? (value.length > 0 ? value : [undefined]) : [value],
  )
  if (flat.length <= 1) return flat[0] ?? null
  return (
    flat.reduce((best, value) => (compareValues(value, best) * direction < 0 ? value : best)) ??
    null
  )
}
