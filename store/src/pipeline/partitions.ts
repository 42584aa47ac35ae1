import { StoreError } from '../errors.ts'
import { compareAny } from '../expressions/arrays.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Evaluate } from '../expressions/operator.ts'
import { encodeKey } from '../keys.ts'
import { type Doc, isDoc } from '../values.ts'

/** The documents of each partition, in the order of its value. */
export function partitioned(documents: Iterable<Doc>, by: Evaluate): Doc[][] {
  const found = new Map<string, { value: unknown; members: Doc[] }>()
  for (const root of documents) {
    const value = by({ root, variables: {} }) ?? null
    if (Array.isArray(value))
      throw new StoreError(
        'TypeMismatch',
        'An expression used to partition cannot evaluate to value of type array',
      )
    const key = encodeKey([value]).toString('latin1')
    const known = found.get(key)
    if (known) known.members.push(root)
    else found.set(key, { value, members: [root] })
  }
  return [...found.values()]
    .sort((a, b) => compareAny(a.value, b.value))
    .map(({ members }) => members)
}

/** What `partitionBy` or the names in `partitionByFields` partition by: nothing is one partition. */
export function partitionOf(by: unknown, fields: unknown): Evaluate {
  if (fields === undefined) return compileExpression(by ?? null)
  if (!Array.isArray(fields) || !fields.every(field => typeof field === 'string'))
    throw new StoreError('FailedToParse', "'partitionByFields' must be an array of strings")
  const list = fields.map(field => compileExpression(`$${field}`))
  return scope => Object.fromEntries(list.map((each, i) => [String(i), each(scope) ?? null]))
}

/** The one field and direction that some operators need documents sorted by. */
export function onlyField(name: string, sort: [string, 1 | -1][]): [string, 1 | -1] {
  const [first, ...more] = sort
  if (first && more.length === 0) return first
  throw new StoreError('FailedToParse', `${name} requires a sortBy of exactly one field`)
}

export function docOf(name: string, value: unknown): Doc {
  if (isDoc(value)) return value
  throw new StoreError('FailedToParse', `the ${name} specification must be an object`)
}
