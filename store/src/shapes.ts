import { StoreError } from './errors.ts'
import { compileExpression, isExpression } from './expressions/compile.ts'
import type { Evaluate, Scope } from './expressions/operator.ts'
import { type Doc, isDoc, isNumeric, own, setField, toNumber } from './values.ts'

/** The fields that a projection names: each wholly, in part, or computed. */
export interface Shape {
  [field: string]: Shape | true | Evaluate
}

export interface Projected {
  shape: Shape
  inclusion: boolean
  computed: boolean
}

type Kind = 'inclusion' | 'exclusion'

/**
 * Parses the fields of a projection (`[path, 1 | 0 | expression | { nested }]`; a symbol is a field shown as it is). `otherwise` tells
 * whether one that names only `_id`, or nothing, includes. Throws what MongoDB throws for mixtures and colliding paths.
 */
export function parseShape(
  entries: [path: string, value: unknown][],
  otherwise?: boolean,
): Projected {
  const leaves = entries.flatMap(([path, value]) => leavesOf(path, value))
  const others = leaves.filter(({ path, flag }) => path !== '_id' && flag !== undefined)
  const computed = leaves.some(({ evaluate }) => evaluate)
  const id = leaves.find(({ path }) => path === '_id')?.flag
  const kind =
    kindOf(leaves) ??
    ((otherwise ?? (others.length === 0 && id === true)) ? 'inclusion' : 'exclusion')
  const shape: Shape = Object.create(null)
  const inclusion = kind === 'inclusion'
  for (const { path, flag, evaluate } of leaves) {
    if (evaluate) add(shape, path, evaluate)
    else if (flag === undefined ? inclusion : flag === inclusion) add(shape, path, true)
    else if (flag === true && path !== '_id') add(shape, path, true)
  }
  if (inclusion && !leaves.some(({ path }) => path === '_id' || path.startsWith('_id.')))
    add(shape, '_id', true)
  return { shape, inclusion, computed }
}

/** The fields of `$addFields`: all computed. */
export function parseComputed(spec: Doc): Shape {
  const shape: Shape = Object.create(null)
  for (const [path, value] of Object.entries(spec)) addComputed(shape, path, value)
  return shape
}

interface Leaf {
  path: string
  flag?: boolean
  evaluate?: Evaluate
}

function leavesOf(path: string, value: unknown): Leaf[] {
  checkPath(path)
  if (typeof value === 'symbol') return [{ path }]
  if (typeof value === 'boolean') return [{ path, flag: value }]
  if (isNumeric(value)) return [{ path, flag: toNumber(value) !== 0 }]
  if (!isDoc(value)) return [{ path, evaluate: compileExpression(value) }]
  const [name = ''] = Object.keys(value)
  if (name.startsWith('$') && Object.keys(value).length === 1) {
    if (!isExpression(name)) throw new StoreError('Location31325', `Unknown expression ${name}`)
    return [{ path, evaluate: compileExpression(value) }]
  }
  if (Object.keys(value).length === 0)
    throw new StoreError(
      'Location51270',
      `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
    )
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(`${path}.${key}`, inner))
}

/** Included or excluded, by the first leaf that says so; the others must agree. `_id` goes with both. */
function kindOf(leaves: Leaf[]): Kind | undefined {
  let kind: Kind | undefined
  for (const { path, flag, evaluate } of leaves) {
    if (evaluate && kind === 'exclusion')
      throw new StoreError(
        'Location31252',
        'Cannot use expression other than $meta in exclusion projection',
      )
    if (evaluate) kind = 'inclusion'
    if (flag === undefined || path === '_id') continue
    const wanted = flag ? 'inclusion' : 'exclusion'
    if (kind && kind !== wanted)
      throw flag
        ? new StoreError(
            'Location31253',
            `Cannot do inclusion on field ${path} in exclusion projection`,
          )
        : new StoreError(
            'Location31254',
            `Cannot do exclusion on field ${path} in inclusion projection`,
          )
    kind = wanted
  }
  return kind
}

function checkPath(path: string): void {
  if (path === '')
    throw new StoreError('Location40352', 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.'))
    throw new StoreError('Location40353', "FieldPath must not end with a '.'.")
  for (const part of path.split('.')) {
    if (part === '')
      throw new StoreError('Location15998', 'FieldPath field names may not be empty strings.')
    if (part.startsWith('$') && !['$ref', '$id', '$db'].includes(part))
      throw new StoreError(
        'Location16410',
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      )
  }
}

function add(shape: Shape, path: string, leaf: true | Evaluate): void {
  const [part = '', ...rest] = path.split('.')
  const there = shape[part]
  if (rest.length === 0) {
    if (there) throw new StoreError('Location31250', `Path collision at ${path}`)
    shape[part] = leaf
    return
  }
  if (there && (there === true || typeof there === 'function'))
    throw new StoreError(
      'Location31249',
      `Path collision at ${path} remaining portion ${rest.join('.')}`,
    )
  const below: Shape = there ?? Object.create(null)
  shape[part] = below
  add(below, rest.join('.'), leaf)
}

function addComputed(shape: Shape, path: string, value: unknown): void {
  checkPath(path)
  if (!isDoc(value) || Object.keys(value).length === 0 || Object.keys(value)[0]?.startsWith('$'))
    add(shape, path, compileExpression(value))
  else for (const [key, inner] of Object.entries(value)) addComputed(shape, `${path}.${key}`, inner)
}

/** The named fields of a document, in its own order. */
export function include(document: Doc, shape: Shape): Doc {
  const out: Doc = {}
  for (const key of Object.keys(document)) {
    const below = shape[key]
    if (below === true) setField(out, key, document[key])
    else if (typeof below === 'object') {
      const value = through(document[key], below, include)
      if (value !== undefined) setField(out, key, value)
    }
  }
  return out
}

/** The document without the named fields. */
export function exclude(document: Doc, shape: Shape): Doc {
  const out: Doc = {}
  for (const key of Object.keys(document)) {
    const below = shape[key]
    if (below === true) continue
    const value = typeof below === 'object' ? through(document[key], below, exclude) : undefined
    setField(out, key, value ?? document[key])
  }
  return out
}

/** The document with its computed fields set, also in each element of arrays on the way; a missing value takes the field away. */
export function compute(document: Doc, shape: Shape, scope: Scope): Doc {
  const out: Doc = { ...document }
  for (const [key, below] of Object.entries(shape)) {
    if (below === true) continue
    if (typeof below === 'object' && !hasComputed(below)) continue
    const value =
      typeof below === 'function' ? below(scope) : computedIn(own(out, key), below, scope)
    if (value === undefined) delete out[key]
    else setField(out, key, value)
  }
  return out
}

function computedIn(value: unknown, shape: Shape, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map(item => computedIn(item, shape, scope))
  return compute(isDoc(value) ? value : {}, shape, scope)
}

function hasComputed(shape: Shape): boolean {
  return Object.values(shape).some(
    below => typeof below === 'function' || (typeof below === 'object' && hasComputed(below)),
  )
}

/** Projects embedded documents, also those in arrays; other values are left out of an inclusion and kept by an exclusion. */
function through(
  value: unknown,
  shape: Shape,
  project: (document: Doc, shape: Shape) => Doc,
): unknown {
  if (isDoc(value)) return project(value, shape)
  if (!Array.isArray(value)) return undefined
  const items = value.map(item =>
    isDoc(item) || Array.isArray(item)
      ? through(item, shape, project)
      : project === exclude
        ? item
        : undefined,
  )
  return items.filter(item => item !== undefined)
}
