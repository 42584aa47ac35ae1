import { Int32, Long } from 'bson'
import { StoreError } from '../errors.ts'
import { compileExpression } from '../expressions/compile.ts'
import { compileFilter } from '../matching.ts'
import { compileShape } from '../projection.ts'
import { compute, parseComputed } from '../shapes.ts'
import { sortBy, sortSpec } from '../sorting.ts'
import { typeName } from '../types.ts'
import { type Doc, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Stage } from './arguments.ts'
import { compileGroup } from './group.ts'
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
