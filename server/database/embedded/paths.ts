import { clausesOf } from './clauses.ts'
import { StoreError } from './errors.ts'
import { compileFilter, elementTest, prepare } from './matching.ts'
import { type Doc, isDoc, own, promote, promoteDoc, setField } from './values.ts'

/** The value at a plain dotted path (array positions as numbers), without walking through arrays. */
export function getAt(document: Doc, path: string): unknown {
  let current: unknown = document
  for (const part of path.split('.')) {
    if (Array.isArray(current)) current = /^\d+$/.test(part) ? current[Number(part)] : undefined
    else current = isDoc(current) ? own(current, part) : undefined
  }
  return current
}

/** Sets a dotted path, making documents on the way and filling arrays with null up to a new position. Throws PathNotViable. */
export function setAt(document: Doc, path: string, value: unknown): void {
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let parent: unknown = document
  for (const part of parts) {
    const next = child(parent, part)
    if (next !== undefined) parent = next
    else {
      const made: Doc = {}
      put(parent, part, made, path)
      parent = made
    }
  }
  put(parent, last, value, path)
}

/** Removes a field; an array element becomes null, as in MongoDB. */
export function unsetAt(document: Doc, path: string): void {
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  const parent = parts.length > 0 ? getAt(document, parts.join('.')) : document
  if (Array.isArray(parent)) {
    if (Number(last) < parent.length) parent[Number(last)] = null
  } else if (isDoc(parent)) delete parent[last]
}

/** The plain paths of an update path: `$` is the element that the filter matched, `$[]` all, `$[name]` those of an array filter. */
export function expandPath(
  document: Doc,
  path: string,
  context: { filter: Doc; arrayFilters: Doc[] },
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
  context: { filter: Doc; arrayFilters: Doc[] },
): string[] {
  if (!part.startsWith('$')) return [part]
  const array = getAt(document, path)
  if (part === '$') return [String(matchedPosition(document, path, context.filter))]
  const name = /^\$\[(.*)\]$/.exec(part)?.[1]
  if (name === undefined)
    throw new StoreError('BadValue', `'${part}' is no field name for an update`)
  if (!Array.isArray(array))
    throw new StoreError(
      'BadValue',
      `The path '${path}' must exist in the document in order to apply array updates.`,
    )
  const accepts = name === '' ? () => true : arrayFilter(name, context.arrayFilters)
  return array.flatMap((item, i) => (accepts(promote(item)) ? [String(i)] : []))
}

function arrayFilter(name: string, filters: Doc[]): (item: unknown) => boolean {
  const filter = filters.find(each => identifiers(each).has(name))
  if (!filter)
    throw new StoreError('BadValue', `No array filter found for identifier '${name}' in path`)
  const { test } = compileFilter(promoteDoc(filter))
  return item => test({ [name]: item })
}

function identifiers(filter: Doc): Set<string> {
  const names = Object.entries(filter).flatMap(([key, value]) => {
    if (!key.startsWith('$')) return [key.split('.', 1)[0] ?? key]
    return Array.isArray(value) ? value.filter(isDoc).flatMap(each => [...identifiers(each)]) : []
  })
  return new Set(names)
}

/** Where in the array at `path` the filter matched: the first element that meets all that the filter says of it. */
export function matchedPosition(document: Doc, path: string, filter: Doc): number {
  const array = promote(getAt(document, path))
  const ready = prepare(filter)
  const tests = clausesOf(isDoc(ready) ? ready : {}).flatMap(({ path: on, operator, value }) => {
    if (on === path && operator === '$elemMatch') return [elementTest(value)]
    if (on === path) return [elementTest({ [operator]: value })]
    return on?.startsWith(`${path}.`)
      ? [elementTest({ [on.slice(path.length + 1)]: { [operator]: value } })]
      : []
  })
  const at =
    Array.isArray(array) && tests.length > 0
      ? array.findIndex(item => tests.every(test => test(item)))
      : -1
  if (at < 0) {
    throw new StoreError(
      'BadValue',
      'The positional operator did not find the match needed from the query.',
    )
  }
  return at
}

function child(parent: unknown, part: string): unknown {
  if (Array.isArray(parent)) return parent[Number(part)]
  return isDoc(parent) ? own(parent, part) : undefined
}

function put(parent: unknown, part: string, value: unknown, path: string): void {
  if (isDoc(parent)) setField(parent, part, value)
  else if (Array.isArray(parent) && /^\d{1,7}$/.test(part)) {
    while (parent.length < Number(part)) parent.push(null)
    parent[Number(part)] = value
  } else {
    throw new StoreError(
      'PathNotViable',
      `Cannot create field '${part}' in element on the path '${path}'`,
    )
  }
}
