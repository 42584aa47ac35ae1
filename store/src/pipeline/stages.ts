import { Int32, Long } from 'bson'
import { StoreError } from '../errors.ts'
import { compareAny } from '../expressions/arrays.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { compareValues } from '../keys.ts'
import { compileFilter } from '../matching.ts'
import { compileShape } from '../projection.ts'
import { compute, parseComputed } from '../shapes.ts'
import { sortBy, sortSpec } from '../sorting.ts'
import { typeName } from '../types.ts'
import { type Doc, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Stage } from './arguments.ts'
import { compileAccumulators, compileGroup, grouped } from './group.ts'
import { compileUnwind } from './unwind.ts'

/** The stages that look at nothing but the documents they are given. */
export const STAGES: Record<string, (spec: unknown) => Stage> = {
  $match: spec => {
    if (!isDoc(spec))
      throw new StoreError('Location15959', 'the match filter must be an expression in an object')
    const { test } = compileFilter(spec)
    return documents => filtered(documents, test)
  },
  $sort: spec => {
    const sort = sortSpec(spec, '$sort')
    return documents => sortBy([...documents], sort, document => document)
  },
  $skip: spec => {
    const count = wholeNumber('$skip', spec)
    return documents => between(documents, count, Number.POSITIVE_INFINITY)
  },
  $limit: spec => {
    const count = wholeNumber('$limit', spec)
    if (count === 0) throw new StoreError('Location15958', 'the limit must be positive')
    return documents => between(documents, 0, count)
  },
  $project: spec => {
    if (!isDoc(spec))
      throw new StoreError('Location15969', '$project specification must be an object')
    if (Object.keys(spec).length === 0)
      throw new StoreError('Location51272', 'projection specification must have at least one field')
    return mapped(compileShape(spec))
  },
  $unset: spec => {
    const paths = Array.isArray(spec) ? spec : [spec]
    if (paths.length === 0 || !paths.every(path => typeof path === 'string' && path !== ''))
      throw new StoreError(
        'Location31002',
        '$unset specification must be a string or an array of strings',
      )
    return mapped(compileShape(Object.fromEntries(paths.map(path => [path, 0]))))
  },
  $addFields: spec => addFields('$addFields', spec),
  $set: spec => addFields('$set', spec),
  $replaceRoot: spec => {
    if (!isDoc(spec) || !('newRoot' in spec))
      throw new StoreError('Location40231', 'no newRoot specified for the $replaceRoot stage')
    return replaceRoot(spec.newRoot)
  },
  $replaceWith: replaceRoot,
  $unwind: compileUnwind,
  $group: compileGroup,
  $count: spec => {
    if (typeof spec !== 'string')
      throw new StoreError('Location40156', 'the count field must be a non-empty string')
    if (spec === '')
      throw new StoreError('Location40157', 'the count field must be a non-empty string')
    if (spec.startsWith('$'))
      throw new StoreError('Location40158', 'the count field cannot be a $-prefixed path')
    if (spec.includes('.'))
      throw new StoreError('Location40160', "the count field cannot contain '.'")
    return counted(spec)
  },
  $sortByCount: spec => {
    const group = compileGroup({ _id: spec, count: { $sum: new Int32(1) } })
    return documents => sortBy([...group(documents)], [['count', -1]], document => document)
  },
  $sample: spec => {
    const size = isDoc(spec) ? spec.size : undefined
    if (!isNumeric(size))
      throw new StoreError('Location28746', 'size argument to $sample must be a number')
    if (toNumber(size) < 1)
      throw new StoreError('Location28747', 'size argument to $sample must be a positive integer')
    return documents => sampled([...documents], toNumber(size))
  },
  $bucket,
}

/** A whole number that a stage counts with. */
export function wholeNumber(stage: '$limit' | '$skip', spec: unknown): number {
  const value = isNumeric(spec) ? toNumber(spec) : Number.NaN
  if (Number.isInteger(value) && value >= 0) return value
  const expected = Number.isNaN(value) ? 'number' : value < 0 ? 'non-negative number' : 'integer'
  throw new StoreError(
    stage === '$limit' ? 'Location5107201' : 'Location5107200',
    `invalid argument to ${stage} stage: Expected a${expected === 'integer' ? 'n' : ''} ${expected} in: ${stage}: ${String(spec)}`,
  )
}

function* filtered(documents: Iterable<Doc>, test: (document: Doc) => boolean): Iterable<Doc> {
  for (const document of documents) if (test(document)) yield document
}

function* between(documents: Iterable<Doc>, skip: number, limit: number): Iterable<Doc> {
  let at = 0
  for (const document of documents) {
    if (at++ < skip) continue
    yield document
    if (at >= skip + limit) return
  }
}

function mapped(change: (document: Doc) => Doc): Stage {
  return function* (documents) {
    for (const document of documents) yield change(document)
  }
}

function addFields(name: string, spec: unknown): Stage {
  if (!isDoc(spec))
    throw new StoreError('Location40272', `${name} specification stage must be an object`)
  const shape = parseComputed(spec)
  return mapped(document => compute(document, shape, { root: document, variables: {} }))
}

function replaceRoot(expression: unknown): Stage {
  const evaluate = compileExpression(expression)
  return mapped(root => {
    const next = evaluate({ root, variables: {} })
    if (isDoc(next)) return next
    throw new StoreError(
      'Location40228',
      `'newRoot' expression must evaluate to an object, but resulting value was of type: '${typeName(next)}'`,
    )
  })
}

function counted(field: string): Stage {
  return function* (documents) {
    let n = 0
    for (const _ of documents) n++
    if (n > 0) yield { [field]: n > 2 ** 31 - 1 ? Long.fromNumber(n) : new Int32(n) }
  }
}

/** So many documents by chance, none twice. */
function sampled(documents: Doc[], size: number): Doc[] {
  for (let i = 0; i < Math.min(size, documents.length); i++) {
    const other = i + Math.floor(Math.random() * (documents.length - i))
    const [a, b] = [documents[i], documents[other]]
    if (a && b) [documents[i], documents[other]] = [b, a]
  }
  return documents.slice(0, size)
}

/** Groups by the largest boundary that is not above the value; what lies outside goes to `default`, or is an error. */
function $bucket(spec: unknown): Stage {
  const { groupBy, boundaries, default: other, output, ...rest } = isDoc(spec) ? spec : {}
  const limits = Array.isArray(boundaries)
    ? boundaries.map(each => compileExpression(each)({ root: {}, variables: {} }))
    : []
  if (Object.keys(rest).length > 0 || groupBy === undefined || limits.length < 2)
    throw new StoreError(
      'Location40198',
      '$bucket requires groupBy and at least two boundaries, and knows default and output',
    )
  if (limits.some((each, i) => i > 0 && compareValues(limits[i - 1], each) >= 0))
    throw new StoreError('Location40194', "The 'boundaries' option to $bucket must be sorted")
  const bucket = bucketOf(compileExpression(groupBy), limits, other)
  const outputs = compileAccumulators(isDoc(output) ? output : { count: { $sum: new Int32(1) } })
  return documents =>
    sortBy([...grouped(documents, bucket, outputs)], [['_id', 1]], document => document)
}

function bucketOf(groupBy: Evaluate, limits: unknown[], other: unknown): Evaluate {
  return scope => {
    const value = groupBy(scope)
    const found = limits.findLastIndex(limit => compareAny(limit, value) <= 0)
    if (found >= 0 && found < limits.length - 1) return limits[found]
    if (other === undefined)
      throw new StoreError(
        'Location40066',
        '$switch could not find a matching branch for an input, and no default was specified.',
      )
    return other
  }
}
