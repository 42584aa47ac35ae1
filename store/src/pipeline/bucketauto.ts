import { Int32 } from 'bson'
import { StoreError } from '../errors.ts'
import { compareAny } from '../expressions/arrays.ts'
import { compileExpression } from '../expressions/compile.ts'
import type { Scope } from '../expressions/operator.ts'
import { type Doc, isDoc, isNumeric, toNumber } from '../values.ts'
import { only, type Stage } from './arguments.ts'
import { compileAccumulators, groupOf } from './group.ts'

interface Valued {
  value: unknown
  scope: Scope
}

/** `$bucketAuto`: so many groups of much the same size, equal values in one. */
export function compileBucketAuto(spec: unknown): Stage {
  const { groupBy, buckets, output, granularity, ...rest } = isDoc(spec) ? spec : {}
  only('$bucketAuto', rest)
  if (groupBy === undefined || buckets === undefined)
    throw new StoreError('Location40246', "$bucketAuto requires 'groupBy' and 'buckets'")
  if (granularity !== undefined)
    throw new StoreError(
      'NotImplemented',
      "'granularity' of $bucketAuto is not supported by this store",
    )
  const count = isNumeric(buckets) ? toNumber(buckets) : Number.NaN
  if (!Number.isInteger(count))
    throw new StoreError('Location40241', "The $bucketAuto 'buckets' field must be an integer")
  if (count <= 0)
    throw new StoreError('Location40243', "The $bucketAuto 'buckets' field must be greater than 0")
  const by = compileExpression(groupBy)
  const outputs = compileAccumulators(isDoc(output) ? output : { count: { $sum: new Int32(1) } })
  return function* (documents) {
    const all = Array.from(documents, (root): Valued => {
      const scope = { root, variables: {} }
      return { value: by(scope) ?? null, scope }
    }).sort((a, b) => compareAny(a.value, b.value))
    const cuts = bucketsOf(all, count)
    for (const [i, bucket] of cuts.entries()) {
      const min = bucket[0]?.value
      const max = (cuts[i + 1]?.[0] ?? bucket.at(-1))?.value
      yield groupOf(
        { min, max } satisfies Doc,
        bucket.map(({ scope }) => scope),
        outputs,
      )
    }
  }
}

function bucketsOf(all: Valued[], count: number): Valued[][] {
  const size = Math.max(1, Math.round(all.length / count))
  const out: Valued[][] = []
  for (let at = 0; at < all.length; ) {
    let end = out.length === count - 1 ? all.length : Math.min(all.length, at + size)
    while (end < all.length && compareAny(all[end]?.value, all[end - 1]?.value) === 0) end++
    out.push(all.slice(at, end))
    at = end
  }
  return out
}
