import { StoreError } from './errors.ts'
import { elementTest, prepare } from './matching.ts'
import { matchedPosition } from './paths.ts'
import { runStages } from './pipeline.ts'
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

interface Tree {
  [field: string]: Tree | true
}

/**
 * Compiles a `find` projection: inclusion or exclusion of dotted fields, `$slice`, `$elemMatch`, the positional `items.$`; computed
 * fields go through mingo's `$project` (their numbers lose their BSON type). Nothing is returned for no projection.
 */
export function compileProjection(spec: unknown, filter: Doc): Projection | undefined {
  if (!isDoc(spec) || Object.keys(spec).length === 0) return undefined
  const entries = Object.entries(spec).map(([path, value]): [string, unknown] => [
    path,
    promote(value),
  ])
  if (entries.some(([, value]) => isComputed(value))) return computed(Object.fromEntries(entries))
  const flags = entries.filter(([path, value]) => isFlag(value) && !path.endsWith('.$'))
  const others = flags.filter(([path]) => path !== '_id')
  const including =
    others.length > 0
      ? isOn(others[0]?.[1])
      : flags.length > 0
        ? isOn(flags[0]?.[1])
        : entries.some(selects)
  if (others.some(([, value]) => isOn(value) !== including)) throw mixed()
  const id = flags.find(([path]) => path === '_id')?.[1]
  const special = entries.filter(([, value]) => isDoc(value))
  const positional = entries
    .filter(([path]) => path.endsWith('.$'))
    .map(([path]) => path.slice(0, -2))
  if (!including && positional.length > 0) throw mixed()
  const shown = including
    ? [...others.map(([path]) => path), ...special.map(([path]) => path), ...positional]
    : []
  const idPaths = id === undefined || isOn(id) ? ['_id'] : []
  const tree = including
    ? treeOf([...idPaths, ...shown])
    : treeOf(flags.filter(([, value]) => !isOn(value)).map(([path]) => path))
  return document => {
    const out = including ? include(document, tree) : exclude(document, tree)
    for (const path of positional)
      pick(out, path, array => [array[matchedPosition(document, path, filter)]])
    for (const [path, value] of special) if (isDoc(value)) applySpecial(out, path, value)
    return out
  }
}

const isFlag = (value: unknown) => typeof value === 'boolean' || isNumeric(value)
const isOn = (value: unknown) => (isNumeric(value) ? toNumber(value) !== 0 : value === true)
const selects = ([path, value]: [string, unknown]) =>
  path.endsWith('.$') || (isDoc(value) && '$elemMatch' in value)
const mixed = () =>
  new StoreError('Location31249', 'Cannot mix inclusion and exclusion in a projection')

function isComputed(value: unknown): boolean {
  if (typeof value === 'string') return true
  return isDoc(value) && !('$slice' in value) && !('$elemMatch' in value)
}

function computed(spec: Doc): Projection {
  return document => {
    const [out] = runStages([promoteDoc(document)], [{ $project: spec }])
    return isDoc(out) ? out : {}
  }
}

function treeOf(paths: string[]): Tree {
  const root: Tree = Object.create(null)
  for (const path of paths) {
    let node = root
    const parts = path.split('.')
    for (const [i, part] of parts.entries()) {
      const next = node[part]
      if (next === true) break
      if (i === parts.length - 1) node[part] = true
      else {
        const below: Tree = next ?? Object.create(null)
        node[part] = below
        node = below
      }
    }
  }
  return root
}

function include(document: Doc, tree: Tree): Doc {
  const out: Doc = {}
  for (const key of Object.keys(document)) {
    const below = tree[key]
    if (below === true) setField(out, key, document[key])
    else if (below) {
      const value = through(document[key], below, include)
      if (value !== undefined) setField(out, key, value)
    }
  }
  return out
}

function exclude(document: Doc, tree: Tree): Doc {
  const out: Doc = {}
  for (const key of Object.keys(document)) {
    const below = tree[key]
    if (below === true) continue
    setField(
      out,
      key,
      below ? (through(document[key], below, exclude) ?? document[key]) : document[key],
    )
  }
  return out
}

/** Projects embedded documents, also those in arrays; other values are left out of an inclusion and kept by an exclusion. */
function through(value: unknown, tree: Tree, project: (document: Doc, tree: Tree) => Doc): unknown {
  if (isDoc(value)) return project(value, tree)
  if (!Array.isArray(value)) return undefined
  const items = value.map(item =>
    isDoc(item) || Array.isArray(item)
      ? through(item, tree, project)
      : project === exclude
        ? item
        : undefined,
  )
  return items.filter(item => item !== undefined)
}

function applySpecial(out: Doc, path: string, value: Doc): void {
  if ('$slice' in value) pick(out, path, array => slice(array, value.$slice))
  else keepMatch(out, path, value)
}

function keepMatch(out: Doc, path: string, value: Doc): void {
  const test = elementTest(prepare(value.$elemMatch))
  const found = own(out, path)
  const match = Array.isArray(found) ? found.find(item => test(promote(item))) : undefined
  if (match === undefined) delete out[path]
  else setField(out, path, [match])
}

function slice(array: unknown[], spec: unknown): unknown[] {
  if (!Array.isArray(spec))
    return toNumber(spec) < 0 ? array.slice(toNumber(spec)) : array.slice(0, toNumber(spec))
  const [skip = 0, count = 0] = spec.map(toNumber)
  const start = skip < 0 ? Math.max(0, array.length + skip) : skip
  return array.slice(start, start + count)
}

function pick(out: Doc, path: string, change: (array: unknown[]) => unknown[]): void {
  const parts = path.split('.')
  const last = parts.pop() ?? ''
  let parent: unknown = out
  for (const part of parts) parent = isDoc(parent) ? own(parent, part) : undefined
  const array = isDoc(parent) ? own(parent, last) : undefined
  if (isDoc(parent) && Array.isArray(array)) setField(parent, last, change(array))
}
