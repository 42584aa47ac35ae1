import { Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { clausesOf } from './clauses.ts'
import { StoreError } from './errors.ts'
import { compareValues, equalValues } from './keys.ts'
import { elementTest, prepare } from './matching.ts'
import { expandPath, getAt, setAt, unsetAt } from './paths.ts'
import { runStages } from './pipeline.ts'
import { sortBy, sortSpec } from './sorting.ts'
import {
  type Doc,
  isDoc,
  isLong,
  isNumeric,
  promote,
  promoteDoc,
  setField,
  toNumber,
} from './values.ts'

/** What an update needs to know beside the document: its filter (for `$`), `arrayFilters`, and whether it is an upsert's insert. */
export interface UpdateContext {
  filter: Doc
  arrayFilters: Doc[]
  inserting: boolean
}

type Target = { path: string; value: unknown }
type Operator = (document: Doc, target: Target, context: UpdateContext) => void

const PIPELINE_STAGES = new Set([
  '$addFields',
  '$set',
  '$project',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
])

/**
 * The document after an update: operators, a whole replacement or a pipeline. `document` has BSON types (`decodeTyped`) and is
 * changed in place by operators. Throws StoreError as MongoDB does (immutable `_id`, conflicting paths, wrong types).
 */
export function applyUpdate(document: Doc, update: unknown, context: UpdateContext): Doc {
  const id = document._id
  const next = Array.isArray(update)
    ? applyPipeline(document, update)
    : applyDocument(document, update, context)
  if (id !== undefined && !equalValues(next._id === undefined ? null : next._id, id)) {
    throw new StoreError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    )
  }
  return next
}

/** The document that an upsert inserts: the filter's equalities, then the update, with an `_id` made if none was given. */
export function upsertDocument(filter: Doc, update: unknown, arrayFilters: Doc[]): Doc {
  const ready = prepare(filter)
  const seed: Doc = {}
  for (const { path, operator, value } of clausesOf(isDoc(ready) ? ready : {})) {
    if (path !== undefined && operator === '$eq') setAt(seed, path, value)
  }
  const base = isReplacement(update) ? ('_id' in seed ? { _id: seed._id } : {}) : seed
  return withIdFirst(applyUpdate(base, update, { filter: {}, arrayFilters, inserting: true }))
}

/** The same document with `_id` as its first field, made if missing. */
export function withIdFirst(document: Doc): Doc {
  const { _id, ...rest } = document
  return { _id: _id === undefined ? new ObjectId() : _id, ...rest }
}

export function isReplacement(update: unknown): boolean {
  return isDoc(update) && !Object.keys(update)[0]?.startsWith('$')
}

function applyDocument(document: Doc, update: unknown, context: UpdateContext): Doc {
  if (!isDoc(update))
    throw new StoreError('FailedToParse', 'Update argument must be either an object or an array')
  if (isReplacement(update)) return replace(document, update)
  const targets = Object.entries(update).flatMap(([name, fields]) => targetsOf(name, fields))
  refuseConflicts(targets.map(({ target }) => target.path))
  for (const { operator, target } of targets) {
    for (const path of expandPath(document, target.path, context))
      operator(document, { ...target, path }, context)
  }
  return document
}

function replace(document: Doc, replacement: Doc): Doc {
  const dollar = Object.keys(replacement).find(key => key.startsWith('$'))
  if (dollar)
    throw new StoreError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' is not allowed in a replacement`,
    )
  const { _id = document._id, ...rest } = replacement
  return _id === undefined ? rest : { _id, ...rest }
}

function targetsOf(name: string, fields: unknown): { operator: Operator; target: Target }[] {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (!operator)
    throw new StoreError(
      'FailedToParse',
      `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update`,
    )
  if (!isDoc(fields))
    throw new StoreError(
      'FailedToParse',
      `Modifiers operate on fields but we found something else for ${name}`,
    )
  return Object.entries(fields).map(([path, value]) => ({
    operator,
    target: { path: checked(path), value },
  }))
}

function checked(path: string): string {
  if (path === '' || path.split('.').includes(''))
    throw new StoreError('FailedToParse', `The update path '${path}' contains an empty field name`)
  if (path.split('.').includes('__proto__'))
    throw new StoreError('BadValue', `'${path}' is no field name for an update`)
  return path
}

function refuseConflicts(paths: string[]): void {
  const sorted = paths.toSorted()
  for (const [i, path] of sorted.entries()) {
    const next = sorted.slice(i + 1).find(each => each === path || each.startsWith(`${path}.`))
    if (next) {
      throw new StoreError(
        'ConflictingUpdateOperators',
        `Updating the path '${next}' would create a conflict at '${path}'`,
      )
    }
  }
}

const OPERATORS: Record<string, Operator> = {
  $set: (document, { path, value }) => setAt(document, path, value),
  $setOnInsert: (document, { path, value }, { inserting }) => {
    if (inserting) setAt(document, path, value)
  },
  $unset: (document, { path }) => unsetAt(document, path),
  $inc: (document, { path, value }) => arithmetic('$inc', document, path, value, (a, b) => a + b),
  $mul: (document, { path, value }) => arithmetic('$mul', document, path, value, (a, b) => a * b),
  $min: (document, { path, value }) => keepIf(document, path, value, order => order < 0),
  $max: (document, { path, value }) => keepIf(document, path, value, order => order > 0),
  $rename: rename,
  $currentDate: (document, { path, value }) => {
    const timestamp = isDoc(value) && value.$type === 'timestamp'
    setAt(
      document,
      path,
      timestamp ? new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }) : new Date(),
    )
  },
  $push: (document, { path, value }) =>
    setAt(document, path, pushed(arrayAt(document, path, '$push'), value)),
  $addToSet: (document, { path, value }) => {
    const array = arrayAt(document, path, '$addToSet')
    const items = isDoc(value) && Array.isArray(value.$each) ? value.$each : [value]
    for (const item of items) if (!array.some(each => equalValues(each, item))) array.push(item)
    setAt(document, path, array)
  },
  $pop: (document, { path, value }) => {
    const array = existingArray(document, path, '$pop')
    if (array) setAt(document, path, toNumber(value) < 0 ? array.slice(1) : array.slice(0, -1))
  },
  $pull: (document, { path, value }) => {
    const array = existingArray(document, path, '$pull')
    const drop = pullTest(value)
    if (array)
      setAt(
        document,
        path,
        array.filter(item => !drop(item)),
      )
  },
  $pullAll: (document, { path, value }) => {
    if (!Array.isArray(value))
      throw new StoreError('BadValue', '$pullAll requires an array argument')
    const array = existingArray(document, path, '$pullAll')
    if (array)
      setAt(
        document,
        path,
        array.filter(item => !value.some(each => equalValues(each, item))),
      )
  },
  $bit: bit,
}

type Arithmetic = (a: number, b: number) => number

/** Int32 grows to Long, whole numbers meet a Double as Doubles; what is no number is refused. */
function arithmetic(
  name: string,
  document: Doc,
  path: string,
  value: unknown,
  work: Arithmetic,
): void {
  const current = getAt(document, path)
  if (!isNumeric(value))
    throw new StoreError(
      'TypeMismatch',
      `Cannot ${name} with non-numeric argument: {${path}: ${String(value)}}`,
    )
  if (current !== undefined && !isNumeric(current)) {
    throw new StoreError(
      'TypeMismatch',
      `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is ${typeof current}`,
    )
  }
  const start = current ?? numberLike(value, 0)
  setAt(document, path, combine(name, start, value, work))
}

function combine(name: string, a: unknown, b: unknown, work: Arithmetic): unknown {
  if (isFraction(a) || isFraction(b)) return new Double(work(toNumber(a), toNumber(b)))
  const exact = wholeNumber(a, b, name)
  const long = isLong(a) || isLong(b)
  if (!long && exact >= -(2n ** 31n) && exact < 2n ** 31n) return new Int32(Number(exact))
  if (BigInt.asIntN(64, exact) !== exact)
    throw new StoreError('BadValue', `Failed to apply ${name}: the result does not fit 64 bits`)
  return Long.fromBigInt(exact)
}

function wholeNumber(a: unknown, b: unknown, name: string): bigint {
  const [left, right] = [a, b].map(value =>
    isLong(value) ? value.toBigInt() : BigInt(toNumber(value)),
  )
  return name === '$inc' ? (left ?? 0n) + (right ?? 0n) : (left ?? 0n) * (right ?? 0n)
}

const isFraction = (value: unknown) =>
  value instanceof Double || (typeof value === 'number' && !Number.isInteger(value))

function numberLike(like: unknown, number: number): unknown {
  if (isLong(like)) return Long.fromNumber(number)
  return like instanceof Double ? new Double(number) : new Int32(number)
}

function keepIf(
  document: Doc,
  path: string,
  value: unknown,
  accepts: (order: number) => boolean,
): void {
  const current = getAt(document, path)
  if (current === undefined || accepts(compareValues(value, current))) setAt(document, path, value)
}

function rename(document: Doc, { path, value }: Target): void {
  if (typeof value !== 'string')
    throw new StoreError('BadValue', `The 'to' field for $rename must be a string: ${path}`)
  const current = getAt(document, path)
  if (current === undefined) return
  unsetAt(document, path)
  setAt(document, checked(value), current)
}

function arrayAt(document: Doc, path: string, name: string): unknown[] {
  return existingArray(document, path, name) ?? []
}

function existingArray(document: Doc, path: string, name: string): unknown[] | undefined {
  const current = getAt(document, path)
  if (current === undefined) return undefined
  if (Array.isArray(current)) return [...current]
  throw new StoreError(
    'BadValue',
    `The field '${path}' must be an array but is of type ${typeof current} (${name})`,
  )
}

const PUSH_MODIFIERS = new Set(['$each', '$position', '$slice', '$sort'])

function pushed(array: unknown[], value: unknown): unknown[] {
  if (!isDoc(value) || !('$each' in value)) return [...array, value]
  const unknown = Object.keys(value).find(key => !PUSH_MODIFIERS.has(key))
  if (unknown || !Array.isArray(value.$each))
    throw new StoreError('BadValue', `Unrecognized clause in $push: ${unknown ?? '$each'}`)
  const at = value.$position === undefined ? array.length : toNumber(value.$position)
  const all = array.toSpliced(at, 0, ...value.$each)
  const sorted = value.$sort === undefined ? all : sortItems(all, value.$sort)
  return value.$slice === undefined ? sorted : sliced(sorted, toNumber(value.$slice))
}

function sortItems(items: unknown[], sort: unknown): unknown[] {
  if (!isDoc(sort))
    return sortBy(items, [['value', toNumber(sort) < 0 ? -1 : 1]], value => ({ value }))
  const plain = Object.fromEntries(Object.entries(sort).map(([path, way]) => [path, promote(way)]))
  return sortBy(items, sortSpec(plain), item => (isDoc(item) ? item : {}))
}

function sliced(items: unknown[], count: number): unknown[] {
  return count < 0 ? items.slice(count) : items.slice(0, count)
}

function pullTest(value: unknown): (item: unknown) => boolean {
  const ready = promote(prepare(value))
  if (ready instanceof RegExp) return item => typeof item === 'string' && ready.test(item)
  if (!isDoc(ready)) return item => equalValues(item, value)
  const test = elementTest(ready)
  return item => test(promote(item))
}

function bit(document: Doc, { path, value }: Target): void {
  const [[name, operand] = []] = isDoc(value) ? Object.entries(value) : []
  const current = getAt(document, path) ?? new Int32(0)
  if (isFraction(operand) || isFraction(current) || !isNumeric(operand) || !isNumeric(current)) {
    throw new StoreError('BadValue', `The $bit modifier field must be an integer: ${path}`)
  }
  const [a, b] = [Long.fromValue(toNumber(current)), Long.fromValue(toNumber(operand))]
  const result =
    name === 'and' ? a.and(b) : name === 'or' ? a.or(b) : name === 'xor' ? a.xor(b) : undefined
  if (!result)
    throw new StoreError('BadValue', `The $bit modifier has no operation ${String(name)}`)
  setAt(document, path, isLong(current) || isLong(operand) ? result : new Int32(result.toNumber()))
}

/** Stages by mingo on plain numbers; what came out equal to what went in keeps its BSON type. */
function applyPipeline(document: Doc, stages: unknown[]): Doc {
  const plain = stages.map(promote).filter(isDoc)
  const wrong = plain.find(stage => !PIPELINE_STAGES.has(Object.keys(stage)[0] ?? ''))
  if (wrong || plain.length !== stages.length)
    throw new StoreError(
      'InvalidOptions',
      `${Object.keys(wrong ?? {})[0]} is not allowed to be used within an update`,
    )
  const [result] = runStages([promoteDoc(document)], plain)
  const next = retype(isDoc(result) ? result : {}, document)
  return isDoc(next) ? { _id: document._id, ...next } : document
}

function retype(next: unknown, before: unknown): unknown {
  if (typeof next === 'number')
    return isNumeric(before) && Object.is(toNumber(before), next) ? before : next
  if (Array.isArray(next))
    return next.map((item, i) => retype(item, Array.isArray(before) ? before[i] : undefined))
  if (!isDoc(next)) return next
  const out: Doc = {}
  for (const [key, value] of Object.entries(next))
    setField(out, key, retype(value, isDoc(before) ? before[key] : undefined))
  return out
}
