import { ObjectId, Timestamp } from 'bson'
import { clausesOf } from './clauses.ts'
import { StoreError } from './errors.ts'
import { equalValues } from './keys.ts'
import { prepare } from './matching.ts'
import { type Change, MODIFIERS, rename } from './modifiers.ts'
import { type ArrayFilters, expandPath, identifiersIn, parseArrayFilters, setAt } from './paths.ts'
import { stagesOf } from './pipeline/arguments.ts'
import { compilePipeline } from './pipeline/compile.ts'
import { typeName } from './types.ts'
import { type Doc, isDoc, isRegex } from './values.ts'

/** What an update does to one document (BSON types kept), which may be changed in place. `filter` tells what `$` stands for. */
export type Update = (document: Doc, filter: Doc, inserting: boolean) => Doc

const PIPELINE_STAGES = new Set(
  '$addFields $set $project $unset $replaceRoot $replaceWith'.split(' '),
)

/**
 * Compiles an update: operators, a whole replacement or a pipeline. What can be wrong whatever the document is thrown here, as
 * MongoDB does (unknown operators, conflicting paths, unused array filters); the rest when it meets a document.
 */
export function compileUpdate(update: unknown, arrayFilters: readonly Doc[] = []): Update {
  const change = Array.isArray(update)
    ? compileStages(update, arrayFilters)
    : compileDocument(update, arrayFilters)
  return (document, filter, inserting) => {
    const id = document._id
    const next = change(document, filter, inserting)
    if (id !== undefined && (next._id === undefined || !equalValues(next._id, id)))
      throw new StoreError(
        'ImmutableField',
        isReplacement(update)
          ? "After applying the update, the (immutable) field '_id' was found to have been altered"
          : "Performing an update on the path '_id' would modify the immutable field '_id'",
      )
    return next
  }
}

/** The document that an upsert inserts: the filter's equalities, then the update, with an `_id` made if none was given. */
export function upsertDocument(filter: Doc, update: unknown, arrayFilters: readonly Doc[]): Doc {
  const pairs = equalPairs(filter)
  const seed: Doc = {}
  for (const [path, value] of distinctPaths(isReplacement(update) ? idOnly(pairs) : pairs))
    setAt(seed, path, value)
  return withIdFirst(compileUpdate(update, arrayFilters)(seed, {}, true))
}

/** The same document with `_id` as its first field, made if missing. */
export function withIdFirst(document: Doc): Doc {
  const { _id, ...rest } = document
  return { _id: _id === undefined ? new ObjectId() : _id, ...rest }
}

export function isReplacement(update: unknown): boolean {
  return isDoc(update) && !Object.keys(update)[0]?.startsWith('$')
}

/** A document whose empty timestamps (top-level fields) are the present time, as MongoDB stores them. */
export function stamped(document: Doc): Doc {
  for (const [key, value] of Object.entries(document)) {
    if (key !== '_id' && value instanceof Timestamp && value.isZero())
      document[key] = new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 })
  }
  return document
}

type Pair = [path: string, value: unknown]

/** A replacement takes nothing of the filter but the `_id`, which must be told whole. */
function idOnly(pairs: Pair[]): Pair[] {
  const part = pairs.find(([path]) => path.startsWith('_id.'))
  if (part)
    throw new StoreError(
      'NotExactValueField',
      `field at '_id' must be exactly specified, field at sub-path '${part[0]}' found`,
    )
  return pairs.filter(([path]) => path === '_id')
}

function distinctPaths(pairs: Pair[]): Pair[] {
  const found = new Map<string, unknown>()
  for (const [path, value] of pairs) {
    if (found.has(path))
      throw new StoreError(
        'NotSingleValueField',
        `cannot infer query fields to set, path '${path}' is matched twice`,
      )
    const other = [...found.keys()].find(
      each => each.startsWith(`${path}.`) || path.startsWith(`${each}.`),
    )
    if (other !== undefined)
      throw new StoreError(
        'NotSingleValueField',
        `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
      )
    found.set(path, value)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What a filter says a field is: by `$eq`, by the only value of `$in`, by `$all`, or in the only branch of `$or`. */
function equalPairs(filter: Doc): Pair[] {
  const ready = prepare(filter)
  return clausesOf(isDoc(ready) ? ready : {}).flatMap(({ path, operator, value }) => {
    if (path === undefined)
      return operator === '$or' && Array.isArray(value) && value.length === 1 && isDoc(value[0])
        ? equalPairs(value[0])
        : []
    if (operator === '$eq') return [[path, value]]
    const list = Array.isArray(value) ? value.filter(each => !isRegex(each)) : []
    if (operator === '$in')
      return Array.isArray(value) && value.length === 1 && list.length === 1
        ? [[path, list[0]]]
        : []
    return operator === '$all'
      ? list.filter(each => !isElemMatch(each)).map((each): [string, unknown] => [path, each])
      : []
  })
}

const isElemMatch = (value: unknown) => isDoc(value) && '$elemMatch' in value

function compileDocument(update: unknown, filters: readonly Doc[]): Update {
  if (!isDoc(update))
    throw new StoreError('FailedToParse', 'Update argument must be either an object or an array')
  if (isReplacement(update)) {
    if (filters.length > 0)
      throw new StoreError(
        'FailedToParse',
        'arrayFilters may not be specified for replacement-style updates',
      )
    checkReplacement(update)
    return document => replace(document, update)
  }
  const arrayFilters = parseArrayFilters(filters)
  const steps = Object.entries(update).flatMap(([name, fields]) => stepsOf(name, fields))
  refuseConflicts(
    steps.flatMap(({ path, source }) => (source === undefined ? [path] : [source, path])),
  )
  refuseUnused(
    arrayFilters,
    steps.map(({ path }) => path),
    update,
  )
  steps.sort((a, b) => comparePaths(a.path, b.path))
  return (document, filter, inserting) => {
    // All paths first: what `$` and `$[name]` stand for is told by the document as it was found, not as a step before left it.
    const places = steps.flatMap(({ path, change }) =>
      expandPath(document, path, { filter, arrayFilters }).map(each => ({ path: each, change })),
    )
    for (const { path, change } of places) change(document, path, inserting)
    return document
  }
}

function checkReplacement(replacement: Doc): void {
  const dollar = Object.keys(replacement).find(key => key.startsWith('$'))
  if (dollar)
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    )
}

function replace(document: Doc, replacement: Doc): Doc {
  const { _id = document._id, ...rest } = replacement
  return stamped(_id === undefined ? rest : { _id, ...rest })
}

interface Step {
  path: string
  change: Change
  /** Where `$rename` takes from. */
  source?: string
}

function stepsOf(name: string, fields: unknown): Step[] {
  const modifier = Object.hasOwn(MODIFIERS, name) ? MODIFIERS[name] : undefined
  if (!modifier && name !== '$rename')
    throw new StoreError(
      'FailedToParse',
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
    )
  if (!isDoc(fields))
    throw new StoreError(
      'FailedToParse',
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${JSON.stringify(fields)}}`,
    )
  return Object.entries(fields).map(([path, operand]) => {
    checkPath(path)
    return modifier ? { path, change: modifier(path, operand) } : renaming(path, operand)
  })
}

function renaming(source: string, target: unknown): Step {
  if (typeof target !== 'string')
    throw new StoreError('BadValue', `The 'to' field for $rename must be a string: ${source}`)
  checkPath(target)
  for (const [which, path] of [
    ['source', source],
    ['destination', target],
  ]) {
    if (path?.split('.').some(part => part.startsWith('$')))
      throw new StoreError('BadValue', `The ${which} field for $rename may not be dynamic: ${path}`)
  }
  if (source === target)
    throw new StoreError(
      'BadValue',
      `The source and target field for $rename must differ: ${source}`,
    )
  if (source.startsWith(`${target}.`) || target.startsWith(`${source}.`))
    throw new StoreError(
      'BadValue',
      `The source and target field for $rename must not be on the same path: ${source}: "${target}"`,
    )
  return { path: target, source, change: rename(source) }
}

function checkPath(path: string): void {
  const parts = path.split('.')
  if (path === '') throw new StoreError('EmptyFieldName', 'An empty update path is not valid.')
  if (parts.includes(''))
    throw new StoreError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  if (parts.includes('__proto__'))
    throw new StoreError('BadValue', `'${path}' is no field name for an update`)
  if (parts[0] === '$')
    throw new StoreError(
      'BadValue',
      `Cannot have positional (i.e. '$') element in the first position in path '${path}'`,
    )
  if (parts[0]?.startsWith('$['))
    throw new StoreError(
      'BadValue',
      `Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '${path}'`,
    )
  if (parts.filter(part => part === '$').length > 1)
    throw new StoreError(
      'BadValue',
      `Too many positional (i.e. '$') elements found in path '${path}'`,
    )
  const dollar = parts.find(part => /^\$(?!$|\[.*\]$)/.test(part))
  if (dollar && !['$ref', '$id', '$db'].includes(dollar))
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    )
}

function refuseConflicts(paths: string[]): void {
  for (const [i, path] of paths.entries()) {
    const other = paths
      .slice(0, i)
      .find(each => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`))
    if (other === undefined) continue
    throw new StoreError(
      'ConflictingUpdateOperators',
      `Updating the path '${path}' would create a conflict at '${other.length < path.length ? other : path}'`,
    )
  }
}

function refuseUnused(filters: ArrayFilters, paths: string[], update: Doc): void {
  const used = new Set(paths.flatMap(identifiersIn))
  for (const path of paths) {
    const missing = identifiersIn(path).find(name => !filters.has(name))
    if (missing !== undefined)
      throw new StoreError(
        'BadValue',
        `No array filter found for identifier '${missing}' in path '${path}'`,
      )
  }
  const unused = [...filters.keys()].find(name => !used.has(name))
  if (unused === undefined) return
  throw new StoreError(
    'FailedToParse',
    `The array filter for identifier '${unused}' was not used in the update ${JSON.stringify(update)}`,
  )
}

/** The order in which MongoDB sets fields: part by part, numbers as numbers and names as text. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')]
  for (const [i, part] of left.entries()) {
    const other = right[i]
    if (other === undefined) return 1
    if (part === other) continue
    if (/^\d+$/.test(part) && /^\d+$/.test(other)) return Number(part) - Number(other)
    return Buffer.compare(Buffer.from(part), Buffer.from(other))
  }
  return -1
}

function compileStages(stages: unknown[], filters: readonly Doc[]): Update {
  if (filters.length > 0)
    throw new StoreError(
      'FailedToParse',
      'arrayFilters may not be specified for pipeline-style updates',
    )
  for (const stage of stagesOf(stages)) {
    const [name = ''] = Object.keys(stage)
    if (!PIPELINE_STAGES.has(name))
      throw new StoreError('InvalidOptions', `${name} is not allowed to be used within an update`)
  }
  const run = compilePipeline(stages)
  return document => {
    const [next] = run([document])
    return next ? (next._id === undefined ? { _id: document._id, ...next } : next) : document
  }
}
