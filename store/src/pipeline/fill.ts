import { StoreError } from '../errors.ts'
import { compute, parseComputed } from '../shapes.ts'
import { type Doc, isDoc } from '../values.ts'
import { only, type Stage } from './arguments.ts'
import { docOf, partitionOf } from './partitions.ts'
import { windowed } from './setwindowfields.ts'

const METHODS: Record<string, string> = { linear: '$linearFill', locf: '$locf' }

/** `$fill`: puts a value, the last one, or one between those around, where a field is null or missing. */
export function compileFill(spec: unknown): Stage {
  const { partitionBy, partitionByFields, sortBy, output, ...rest } = docOf('$fill', spec)
  only('$fill', rest)
  if (partitionBy !== undefined && partitionByFields !== undefined)
    throw new StoreError(
      'Location6050204',
      "Maximum one of 'partitionBy' and 'partitionByFields can be specified in '$fill'",
    )
  const fields = Object.entries(docOf('output', output)).map(([path, each]): Filling => {
    const { value, method, ...more } = docOf('output', each)
    only('$fill', more)
    if ((value === undefined) === (method === undefined))
      throw new StoreError(
        'Location6050202',
        "Each field of $fill's output must have either a 'value' or a 'method'",
      )
    return { path, value, method }
  })
  const byMethod = fields.filter(({ method }) => method !== undefined)
  if (byMethod.length > 0 && !isDoc(sortBy))
    throw new StoreError('Location6050203', "$fill with a method must be given a 'sortBy'")
  const values = fields.filter(({ method }) => method === undefined)
  const shape = parseComputed(
    Object.fromEntries(values.map(({ path, value }) => [path, { $ifNull: [`$${path}`, value] }])),
  )
  const by = partitionOf(partitionBy, partitionByFields)
  const filled = Object.fromEntries(
    byMethod.map(({ path, method }) => [path, filling(path, method)]),
  )
  const window = byMethod.length > 0 ? windowed({ by, order: sortBy, output: filled }) : undefined
  return function* (documents) {
    for (const root of window ? window(documents) : documents)
      yield compute(root, shape, { root, variables: {} })
  }
}

interface Filling {
  path: string
  value: unknown
  method: unknown
}

function filling(path: string, method: unknown): Doc {
  const name = Object.hasOwn(METHODS, String(method)) ? METHODS[String(method)] : undefined
  if (name) return { [name]: `$${path}` }
  throw new StoreError('Location6050205', "The method of $fill must be either 'linear' or 'locf'")
}
