import { Decimal128, Double, Int32, Long } from 'bson'
import { StoreError } from './errors.ts'
import { isLong, isNumeric, toNumber } from './values.ts'

type Kind = 'int' | 'long' | 'double'

/** The type of a number; a plain JavaScript one is what the driver would send it as. Throws NotImplemented for a Decimal128. */
function kindOf(value: unknown, operator: string): Kind {
  if (value instanceof Decimal128)
    throw new StoreError(
      'NotImplemented',
      `arithmetic on Decimal128 (${operator}) is not supported by this store`,
    )
  if (isLong(value)) return 'long'
  if (value instanceof Double) return 'double'
  if (value instanceof Int32) return 'int'
  return new Int32(toNumber(value)).value === value ? 'int' : 'double'
}

/**
 * `a + b`, `a - b` or `a * b` of two BSON numbers by MongoDB's rules: a Double makes a Double, a Long makes a Long, an Int32 that
 * does not fit becomes a Long. Gives nothing for whole numbers beyond 64 bits.
 */
export function combine(
  operator: string,
  sign: '+' | '-' | '*',
  a: unknown,
  b: unknown,
): Int32 | Long | Double | undefined {
  const kinds = [kindOf(a, operator), kindOf(b, operator)]
  if (kinds.includes('double')) return new Double(onDoubles(sign, toNumber(a), toNumber(b)))
  const exact = onIntegers(sign, toBigInt(a), toBigInt(b))
  return kinds.includes('long') ? long(exact) : integer(exact)
}

/** A whole number as an Int32, or a Long where it must be; nothing beyond 64 bits. */
export function integer(exact: bigint): Int32 | Long | undefined {
  return BigInt.asIntN(32, exact) === exact ? new Int32(Number(exact)) : long(exact)
}

function long(exact: bigint): Long | undefined {
  return BigInt.asIntN(64, exact) === exact ? Long.fromBigInt(exact) : undefined
}

/** The exact value of a whole number. */
export function toBigInt(value: unknown): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(toNumber(value))
}

/** Whether a value is a number that can only be whole: an Int32 or a Long. */
export function isIntegral(value: unknown): boolean {
  return isNumeric(value) && kindOf(value, '') !== 'double'
}

/** Zero of the same type as `like`. */
export function zeroLike(like: unknown): Int32 | Long | Double {
  const kind = kindOf(like, '$mul')
  return kind === 'long' ? Long.ZERO : kind === 'double' ? new Double(0) : new Int32(0)
}

/** The sum of BSON numbers; what is no number is left out. Doubles are added with the rounding error kept, as MongoDB adds them. */
export function sum(operator: string, values: readonly unknown[]): Int32 | Long | Double {
  let [whole, high, low] = [0n, 0, 0]
  const kinds = new Set<Kind>()
  for (const value of values) {
    if (!isNumeric(value) && !(value instanceof Decimal128)) continue
    const kind = kindOf(value, operator)
    kinds.add(kind)
    if (kind !== 'double') whole += toBigInt(value)
    else {
      const next = high + toNumber(value)
      const rounded = next - high
      low += high - (next - rounded) + (toNumber(value) - rounded)
      high = next
    }
  }
  const exact = kinds.has('long') ? long(whole) : integer(whole)
  if (!kinds.has('double') && exact) return exact
  const total = high + Number(whole)
  return new Double(Number.isFinite(total) ? total + low : total)
}

const onDoubles = (sign: string, a: number, b: number) =>
  sign === '+' ? a + b : sign === '-' ? a - b : a * b
const onIntegers = (sign: string, a: bigint, b: bigint) =>
  sign === '+' ? a + b : sign === '-' ? a - b : a * b
