import { StoreError } from '../errors.ts'
import { compareValues } from '../keys.ts'
import { typeName } from '../types.ts'
import { isNumeric, isTrue, toNumber } from '../values.ts'
import { isNothing, named, type Operator } from './operator.ts'

/** Several elements of an array, and arrays joined element by element. */
export const SEVERAL: Record<string, Operator> = {
  $firstN: several('$firstN', (items, n) => items.slice(0, n)),
  $lastN: several('$lastN', (items, n) => items.slice(-n)),
  $maxN: several('$maxN', (items, n) => mostOf(items, n, -1)),
  $minN: several('$minN', (items, n) => mostOf(items, n, 1)),
  $zip: named(['inputs'], ['useLongestLength', 'defaults'], zipped),
}

/** The first so many of some values in ascending (1) or descending order, without null and missing ones. */
export function mostOf(values: readonly unknown[], n: number, way: 1 | -1): unknown[] {
  return values
    .filter(value => !isNothing(value))
    .sort((a, b) => compareValues(a, b) * way)
    .slice(0, n)
}

/** The `n` of an operator that gives several values. Throws Location5787902, 5787903 or 5787908. */
export function countOf(value: unknown): number {
  if (!isNumeric(value))
    throw new StoreError(
      'Location5787902',
      `Value for 'n' must be of integral type, but found ${typeName(value)}`,
    )
  const n = toNumber(value)
  if (!Number.isInteger(n))
    throw new StoreError(
      'Location5787903',
      `Value for 'n' must be of integral type, but found ${n}`,
    )
  if (n <= 0) throw new StoreError('Location5787908', `'n' must be greater than 0, found ${n}`)
  return n
}

function several(name: string, work: (items: unknown[], n: number) => unknown[]): Operator {
  return named(['n', 'input'], [], (n, input) => {
    if (isNothing(input)) return null
    if (!Array.isArray(input))
      throw new StoreError('Location5788200', `input to ${name} must be an array`)
    return work(input, countOf(n))
  })
}

function zipped(inputs: unknown, longest: unknown, defaults: unknown): unknown {
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw new StoreError('Location34461', 'inputs must be an array of expressions')
  if (longest !== undefined && typeof longest !== 'boolean')
    throw new StoreError('Location34463', 'useLongestLength must be a bool')
  if (defaults !== undefined && !Array.isArray(defaults))
    throw new StoreError('Location34462', 'defaults must be an array of expressions')
  if (defaults && !isTrue(longest))
    throw new StoreError('Location34466', 'cannot specify defaults unless useLongestLength is true')
  if (defaults && defaults.length !== inputs.length)
    throw new StoreError('Location34467', 'defaults and inputs must have the same length')
  if (inputs.some(isNothing)) return null
  const arrays = inputs.filter(Array.isArray)
  if (arrays.length < inputs.length)
    throw new StoreError('Location34468', '$zip found a non-array expression in input')
  const lengths = arrays.map(array => array.length)
  const length = isTrue(longest) ? Math.max(...lengths) : Math.min(...lengths)
  return Array.from({ length }, (_, at) =>
    arrays.map((array, i) => (at < array.length ? array[at] : (defaults?.[i] ?? null))),
  )
}
