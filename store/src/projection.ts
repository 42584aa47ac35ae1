import { clausesOf } from './clauses.ts'
import { StoreError } from './errors.ts'
import { elementTest, prepare } from './matching.ts'
import { matchedPosition } from './paths.ts'
import { compute, exclude, include, type Projected, parseShape } from './shapes.ts'
import {
  type Doc,
  isDoc,
  isNumeric,
  own,
  promote,
  promoteDoc,
  setField,
  toNumber,
} from './values.ts'

export type Projection = (typed: Doc) => Doc

/**
 * Compiles a `find` projection: inclusion or exclusion of dotted fields, computed fields, and what only `find` has: `$slice`,
 * `$elemMatch` and the positional `items.$`. Nothing is returned for no projection. Throws StoreError with MongoDB's codes.
 */
export function compileProjection(spec: unknown, filter: Doc): Projection | undefined {
  if (!isDoc(spec) || Object.keys(spec).length === 0) return undefined
  const entries = Object.entries(spec)
  const positional = entries
    .filter(([path]) => path.endsWith('.$'))
    .map(([path]) => path.slice(0, -2))
  const special = entries.filter(([, value]) => isSpecial(value))
  const plain = entries.map(([path, value]): [string, unknown] => {
    if (path.endsWith('.$')) return [path.slice(0, -2), checkedFlag(path, value)]
    return [path, isSpecial(value) ? KEEP : value]
  })
  checkSpecial(special, positional, filter)
  refuseBoth(entries)
  const matching = special.filter(([, value]) => isDoc(value) && '$elemMatch' in value)
  const shape = parseShape(plain, inclusive(entries, special, matching.length > 0))
  return finish(shape, positional, special, filter)
}

/** A `$project` of an aggregation: the same without what only `find` has. */
export function compileShape(spec: Doc): Projection {
  for (const [path, value] of Object.entries(spec)) {
    if (path === '$' || path.endsWith('.$') || path.includes('.$.'))
      throw new StoreError(
        'Location31324',
        'Cannot use positional projection in aggregation projection',
      )
    if (isDoc(value) && '$elemMatch' in value)
      throw new StoreError('InvalidPipelineOperator', 'Cannot use $elemMatch in this context')
  }
  return shaped(parseShape(Object.entries(spec)))
}

/** Stands for a field whose value `find` changes afterwards: shown whole at first. */
const KEEP = Symbol('kept')

const isSpecial = (value: unknown): value is Doc =>
  isDoc(value) && ('$elemMatch' in value || ('$slice' in value && isFindSlice(value.$slice)))
const isFindSlice = (value: unknown) =>
  isNumeric(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumeric))

function checkedFlag(path: string, value: unknown): unknown {
  if (isDoc(value))
    throw new StoreError(
      'Location31271',
      'positional projection cannot be used with an expression or sub object',
    )
  if (typeof value !== 'boolean' && !isNumeric(value))
    throw new StoreError('Location31308', 'positional projection cannot be used with a literal')
  if (!(isNumeric(value) ? toNumber(value) !== 0 : value))
    throw new StoreError(
      'Location31395',
      `positional projection cannot be used with exclusion: ${path}`,
    )
  return value
}

/** What a projection of `_id` and special fields alone is: an inclusion with `$elemMatch`, else an exclusion unless `_id` is asked for. */
function inclusive(entries: [string, unknown][], special: [string, unknown][], matching: boolean) {
  if (special.length === 0) return undefined
  const slices = special.some(([, value]) => isDoc(value) && '$slice' in value)
  const id = entries.find(([path]) => path === '_id')?.[1]
  const asked = isNumeric(id) ? toNumber(id) !== 0 : id === true
  return slices ? asked : matching
}

function checkSpecial(special: [string, unknown][], positional: string[], filter: Doc): void {
  for (const [path, value] of special) {
    if (isDoc(value) && '$elemMatch' in value && !isDoc(value.$elemMatch))
      throw new StoreError('Location31274', 'elemMatch: Invalid argument, object required')
    if (isDoc(value) && '$elemMatch' in value && path.includes('.'))
      throw new StoreError('Location31275', 'Cannot use $elemMatch projection on a nested field.')
    if (isDoc(value) && Array.isArray(value.$slice) && toNumber(value.$slice[1]) <= 0)
      throw new StoreError('Location28724', '$slice limit must be positive')
  }
  if (positional.length > 1)
    throw new StoreError(
      'Location31276',
      'Cannot specify more than one positional projection per query.',
    )
  const [path] = positional
  if (path !== undefined && !mentions(filter, path.split('.', 1)[0] ?? path))
    throw new StoreError(
      'Location31277',
      `Positional projection '${path}.$' does not match the query document.`,
    )
}

/** `items.$` and `$elemMatch` do not go together; MongoDB has a code for each order. */
function refuseBoth(entries: [string, unknown][]): void {
  const first = entries.findIndex(([path]) => path.endsWith('.$'))
  const second = entries.findIndex(([, value]) => isDoc(value) && '$elemMatch' in value)
  if (first >= 0 && second >= 0)
    throw new StoreError(
      first < second ? 'Location31255' : 'Location31256',
      'Cannot specify positional operator and $elemMatch.',
    )
}

function mentions(filter: Doc, root: string): boolean {
  return clausesOf(filter).some(({ path, value }) =>
    path === undefined
      ? Array.isArray(value) && value.some(each => isDoc(each) && mentions(each, root))
      : path === root || path.startsWith(`${root}.`),
  )
}

function shaped(projected: Projected): Projection {
  const { shape, inclusion, computed } = projected
  return document => {
    const out = inclusion ? include(document, shape) : exclude(document, shape)
    return computed ? compute(out, shape, { root: document, variables: {} }) : out
  }
}

function finish(
  projected: Projected,
  positional: string[],
  special: [string, unknown][],
  filter: Doc,
): Projection {
  const project = shaped(projected)
  if (positional.length === 0 && special.length === 0) return project
  return document => {
    const out = project(document)
    for (const path of positional)
      pick(out, path.split('.'), array => [array[shownPosition(document, path, filter)]])
    for (const [path, value] of special)
      if (isDoc(value)) applySpecial(out, path, promoteDoc(value))
    return out
  }
}

function shownPosition(document: Doc, path: string, filter: Doc): number {
  const at = matchedPosition(document, path, filter)
  if (at !== undefined) return at
  throw new StoreError(
    'Location51246',
    "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
  )
}

function applySpecial(out: Doc, path: string, value: Doc): void {
  if ('$slice' in value) pick(out, path.split('.'), array => slice(array, value.$slice))
  else keepMatch(out, path, value)
}

/** The first element that matches, after all other fields. */
function keepMatch(out: Doc, path: string, value: Doc): void {
  const test = elementTest(prepare(value.$elemMatch))
  const found = own(out, path)
  const match = Array.isArray(found) ? found.find(item => test(promote(item))) : undefined
  delete out[path]
  if (match !== undefined) setField(out, path, [match])
}

function slice(array: unknown[], spec: unknown): unknown[] {
  if (!Array.isArray(spec))
    return toNumber(spec) < 0 ? array.slice(toNumber(spec)) : array.slice(0, toNumber(spec))
  const [skip = 0, count = 0] = spec.map(toNumber)
  const start = skip < 0 ? Math.max(0, array.length + skip) : skip
  return array.slice(start, start + count)
}

/** Changes the array at a path, in each document of an array on the way. */
function pick(parent: unknown, parts: string[], change: (array: unknown[]) => unknown[]): void {
  const [part = '', ...rest] = parts
  if (Array.isArray(parent)) for (const item of parent) pick(item, parts, change)
  if (!isDoc(parent)) return
  const value = own(parent, part)
  if (rest.length === 0) {
    if (Array.isArray(value)) setField(parent, part, change(value))
  } else {
    const copy = Array.isArray(value) ? [...value] : isDoc(value) ? { ...value } : value
    setField(parent, part, copy)
    pick(copy, rest, change)
  }
}
