import { clausesOf } from './clauses.ts'
import { StoreError } from './errors.ts'
import { compileFilter, elementTest, prepare } from './matching.ts'
import { type Doc, isDoc, own, promote, promoteDoc, setField } from './values.ts'

/** How many nulls may be put into an array before an element set beyond its end. */
const MOST_FILLED = 1_500_000

/** The value at a plain dotted path (array positions as numbers), without walking through arrays. */
export function getAt(document: Doc, path: string): unknown {
  let current: unknown = document
  for (const part of path.split('.')) current = child(current, part)
  return current
}

/** Sets a dotted path, making documents on the way and filling arrays with null up to a new position. Throws PathNotViable. */
export function setAt(document: Doc, path: string, value: unknown): void {
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let parent: unknown = document
  let name = ''
  for (const part of parts) {
    const next = child(parent, part)
    if (next !== undefined) parent = next
    else {
      const made: Doc = {}
      put(parent, part, made, name)
      parent = made
    }
    name = part
  }
  put(parent, last, value, name)
}

/** Removes a field; an array element becomes null, as in MongoDB. */
export function unsetAt(document: Doc, path: string): void {
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  const parent = parts.length > 0 ? getAt(document, parts.join('.')) : document
  if (Array.isArray(parent)) {
    if (isPosition(last) && Number(last) < parent.length) parent[Number(last)] = null
  } else if (isDoc(parent)) delete parent[last]
}

/** Whether the path is blocked: it leads on below something that is neither a document nor an array. */
export function isBlocked(document: Doc, path: string): boolean {
  const parts = path.split('.')
  return parts.slice(1).some((_, i) => {
    const value = getAt(document, parts.slice(0, i + 1).join('.'))
    if (Array.isArray(value)) return !isPosition(parts[i + 1] ?? '')
    return value !== undefined && !isDoc(value)
  })
}

/** Whether the path goes through an array, or ends in an element of one. */
export function crossesArray(document: Doc, path: string): boolean {
  const parts = path.split('.')
  return parts
    .slice(1)
    .some((_, i) => Array.isArray(getAt(document, parts.slice(0, i + 1).join('.'))))
}

/** The tests of `arrayFilters` by identifier. */
export type ArrayFilters = ReadonlyMap<string, (item: unknown) => boolean>

/** Compiles `arrayFilters`: each about one identifier, none twice. Throws FailedToParse or BadValue. */
export function parseArrayFilters(filters: readonly Doc[]): ArrayFilters {
  const tests = new Map<string, (item: unknown) => boolean>()
  for (const filter of filters) {
    const [name, ...more] = identifiers(filter)
    if (name === undefined)
      throw new StoreError(
        'FailedToParse',
        'Cannot use an expression without a top-level field name in arrayFilters',
      )
    if (more.length > 0)
      throw new StoreError(
        'FailedToParse',
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${more[0]}'`,
      )
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      throw new StoreError(
        'BadValue',
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      )
    if (tests.has(name))
      throw new StoreError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${name}`,
      )
    const { test, typed } = compileFilter(promoteDoc(filter))
    tests.set(name, item => test({ [name]: typed ? item : promote(item) }))
  }
  return tests
}

/** The identifiers of `$[name]` in a path. */
export function identifiersIn(path: string): string[] {
  return path.split('.').flatMap(part => /^\$\[(.+)\]$/.exec(part)?.[1] ?? [])
}

/** The plain paths of an update path: `$` is the element that the filter matched, `$[]` all, `$[name]` those of an array filter. */
export function expandPath(
  document: Doc,
  path: string,
  context: { filter: Doc; arrayFilters: ArrayFilters },
): string[] {
  if (!path.includes('$')) return [path]
  let paths = ['']
  for (const part of path.split('.')) {
    paths = paths.flatMap(start =>
      positions(document, start, part, context).map(each =>
        start === '' ? each : `${start}.${each}`,
      ),
    )
  }
  return paths
}

function positions(
  document: Doc,
  path: string,
  part: string,
  { filter, arrayFilters }: { filter: Doc; arrayFilters: ArrayFilters },
): string[] {
  if (part === '$') return [matchedElement(document, path, filter)]
  const name = /^\$\[(.*)\]$/.exec(part)?.[1]
  if (name === undefined) return [part]
  const array = getAt(document, path)
  if (array === undefined)
    throw new StoreError(
      'BadValue',
      `The path '${path}' must exist in the document in order to apply array updates.`,
    )
  if (!Array.isArray(array))
    throw new StoreError('BadValue', `Cannot apply array updates to non-array element ${path}`)
  const accepts = name === '' ? () => true : arrayFilters.get(name)
  if (!accepts)
    throw new StoreError('BadValue', `No array filter found for identifier '${name}' in path`)
  return array.flatMap((item, i) => (accepts(item) ? [String(i)] : []))
}

function identifiers(filter: Doc): Set<string> {
  const names = Object.entries(filter).flatMap(([key, value]) => {
    if (!key.startsWith('$')) return [key.split('.', 1)[0] ?? key]
    return Array.isArray(value) ? value.filter(isDoc).flatMap(each => [...identifiers(each)]) : []
  })
  return new Set(names)
}

function matchedElement(document: Doc, path: string, filter: Doc): string {
  const at = matchedPosition(document, path, filter)
  if (at !== undefined) return String(at)
  throw new StoreError(
    'BadValue',
    'The positional operator did not find the match needed from the query.',
  )
}

/**
 * Where in the array at `path` the filter matched: the first element that meets all that the filter says of it, or else the last
 * thing that it says; in the branches of `$or`, the first that matches the document.
 */
export function matchedPosition(document: Doc, path: string, filter: Doc): number | undefined {
  const ready = prepare(filter)
  const clauses = clausesOf(isDoc(ready) ? ready : {})
  const array = promote(getAt(document, path))
  const tests = clauses.flatMap(({ path: on, operator, value }) =>
    elementTests(path, on, operator, value),
  )
  if (Array.isArray(array) && tests.length > 0) {
    const all = array.findIndex(item => tests.every(test => test(item)))
    const last = array.findIndex(item => tests.at(-1)?.(item))
    if (all >= 0 || last >= 0) return all >= 0 ? all : last
  }
  const branches = clauses.flatMap(({ operator, value }) =>
    operator === '$or' && Array.isArray(value) ? value.filter(isDoc) : [],
  )
  for (const branch of branches) {
    const { test, typed } = compileFilter(branch)
    if (!test(typed ? document : promoteDoc(document))) continue
    const at = matchedPosition(document, path, branch)
    if (at !== undefined) return at
  }
  return undefined
}

function elementTests(path: string, on: string | undefined, operator: string, value: unknown) {
  if (on === path && operator === '$elemMatch') return [elementTest(value)]
  if (on === path) return [elementTest({ [operator]: value })]
  return on?.startsWith(`${path}.`)
    ? [elementTest({ [on.slice(path.length + 1)]: { [operator]: value } })]
    : []
}

function isPosition(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part)
}

function child(parent: unknown, part: string): unknown {
  if (Array.isArray(parent)) return isPosition(part) ? parent[Number(part)] : undefined
  return isDoc(parent) ? own(parent, part) : undefined
}

function put(parent: unknown, part: string, value: unknown, name: string): void {
  if (isDoc(parent)) setField(parent, part, value)
  else if (Array.isArray(parent) && isPosition(part)) {
    if (Number(part) > parent.length + MOST_FILLED)
      throw new StoreError(
        'CannotBackfillArray',
        `can't backfill more than ${MOST_FILLED} elements`,
      )
    while (parent.length < Number(part)) parent.push(null)
    parent[Number(part)] = value
  } else {
    throw new StoreError(
      'PathNotViable',
      `Cannot create field '${part}' in element {${name}: ${JSON.stringify(promote(parent))}}`,
    )
  }
}
