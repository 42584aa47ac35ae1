import { Aggregator } from 'mingo/aggregator'
import { Iterator, Lazy } from 'mingo/lazy'
import type { Options } from 'mingo/types'
import { sortBy, sortSpec } from './sorting.ts'
import { type Doc, isDoc, setField, valuesAt } from './values.ts'

/** Reads the documents of another collection that match a filter: given to `$lookup` as its argument `read`. */
export type Read = (filter: Doc) => Doc[]

/**
 * Stages in place of mingo's: `$sort` in the order of the indexes, `$lookup` that finds by index instead of reading the whole
 * other collection.
 */
export const stages = {
  $sort: (...[input, spec]: unknown[]) =>
    Lazy(sortBy(documentsOf(input), sortSpec(spec), document => document)),
  $lookup: (...[input, spec, options]: unknown[]) => {
    const { as, localField, pipeline, read, let: variables } = isDoc(spec) ? spec : {}
    const find = typeof read === 'function' ? read : () => []
    const further = Array.isArray(pipeline) && pipeline.length > 0 ? pipeline : undefined
    return Lazy(documentsOf(input)).map((document: Doc) => {
      const found = find(
        typeof localField === 'string' ? localValues(document, localField) : undefined,
      )
      const joined = further ? runWith(further, found, document, variables, options) : found
      const out = { ...document }
      setField(out, String(as), joined)
      return out
    })
  },
}

function documentsOf(input: unknown): Doc[] {
  return input instanceof Iterator ? input.collect() : []
}

/** The values to look up: elements of an array one by one, null for a missing field. */
function localValues(document: Doc, path: string): unknown[] {
  const values = valuesAt(document, path).flat()
  return values.length > 0 ? values.map(value => value ?? null) : []
}

function runWith(
  pipeline: Doc[],
  documents: unknown,
  root: Doc,
  variables: unknown,
  options: unknown,
): unknown[] {
  const input = Array.isArray(documents) ? documents : []
  if (!isOptions(options)) return []
  if (!isDoc(variables)) return new Aggregator(pipeline, options).run(input)
  const [bound] = new Aggregator([{ $project: { _id: 0, ...variables } }], options).run([root])
  return new Aggregator(pipeline, {
    ...plainOptions(options),
    variables: isDoc(bound) ? bound : {},
  }).run(input)
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && 'context' in value
}

function plainOptions({
  context,
  idKey,
  useStrictMode,
  failOnError,
  processingMode,
}: Options): Options {
  return { context, idKey, useStrictMode, failOnError, processingMode, scriptEnabled: false }
}
