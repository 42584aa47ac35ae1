import { Decimal128, Double, Int32, Long } from 'bson'
import { StoreError } from '../errors.ts'
import { combine, integer, isIntegral, sameKind, sum, toBigInt } from '../numbers.ts'
import { typeName } from '../types.ts'
import { isLong, isNumeric, toNumber } from '../values.ts'
import type { Operator } from './operator.ts'

const MANY = Number.MAX_SAFE_INTEGER

/** The operators of arithmetic on BSON numbers: null or a missing value makes null, what is no number is refused. */
export const ARITHMETIC: Record<string, Operator> = {
  $add: { least: 0, most: MANY, work: added },
  $subtract: { least: 2, most: 2, work: subtracted },
  $multiply: {
    least: 0,
    most: MANY,
    work: (...values) =>
      onNumbers('$multiply', values, () =>
        values.reduce((total, value) => grown('$multiply', '*', total, value), new Int32(1)),
      ),
  },
  $divide: {
    least: 2,
    most: 2,
    work: (...values) =>
      onNumbers('$divide', values, (a, b) => {
        if (b === 0) throw new StoreError('BadValue', "can't $divide by zero")
        return new Double(a / b)
      }),
  },
  $mod: {
    least: 2,
    most: 2,
    work: (...values) =>
      onNumbers('$mod', values, (a, b) => {
        if (b === 0) throw new StoreError('Location16610', "can't $mod by zero")
        const [left, right] = values
        if (!isIntegral(left) || !isIntegral(right)) return new Double(a % b)
        const rest = toBigInt(left) % toBigInt(right)
        return isLong(left) || isLong(right) ? Long.fromBigInt(rest) : integer(rest)
      }),
  },
  $abs: {
    least: 1,
    most: 1,
    work: value =>
      onNumbers('$abs', [value], number => {
        if (!isIntegral(value)) return new Double(Math.abs(number))
        const exact = toBigInt(value) < 0n ? -toBigInt(value) : toBigInt(value)
        if (BigInt.asIntN(64, exact) !== exact)
          throw new StoreError('Location28680', "can't take $abs of long long min")
        return isLong(value) ? Long.fromBigInt(exact) : integer(exact)
      }),
  },
  $ceil: { least: 1, most: 1, work: value => whole('$ceil', value, Math.ceil) },
  $floor: { least: 1, most: 1, work: value => whole('$floor', value, Math.floor) },
  $round: { least: 1, most: 2, work: (value, place) => rounded('$round', value, place) },
  $trunc: { least: 1, most: 2, work: (value, place) => rounded('$trunc', value, place) },
  $pow: { least: 2, most: 2, work: power },
  $sqrt: onDouble('$sqrt', Math.sqrt, number => number >= 0 || Number.isNaN(number)),
  $exp: onDouble('$exp', Math.exp),
  $ln: onDouble('$ln', Math.log, number => number > 0 || Number.isNaN(number)),
  $log10: onDouble('$log10', Math.log10, number => number > 0 || Number.isNaN(number)),
}

/** What numbers make; null if one is null or missing. Refuses what is no number, and Decimal128 by name. */
export function onNumbers(
  name: string,
  values: unknown[],
  work: (a: number, b: number) => unknown,
): unknown {
  if (values.some(value => value === null || value === undefined)) return null
  for (const value of values) {
    if (value instanceof Decimal128) sum(name, [value])
    if (!isNumeric(value))
      throw new StoreError(
        'TypeMismatch',
        `${name} only supports numeric types, not ${typeName(value)}`,
      )
  }
  return work(toNumber(values[0]), toNumber(values[1]))
}

/** Whole numbers beyond 64 bits become a Double. */
function grown(name: string, sign: '+' | '-' | '*', a: unknown, b: unknown): unknown {
  return (
    combine(name, sign, a, b) ??
    combine(name, sign, new Double(toNumber(a)), new Double(toNumber(b)))
  )
}

function added(...values: unknown[]): unknown {
  const dates = values.filter(value => value instanceof Date)
  const numbers = values.filter(value => !(value instanceof Date))
  if (dates.length > 1)
    throw new StoreError('Location16612', 'only one date allowed in an $add expression')
  return onNumbers('$add', numbers, () => {
    const total = sum('$add', numbers)
    const [date] = dates
    return date ? new Date(date.getTime() + Math.round(toNumber(total))) : total
  })
}

function subtracted(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime())
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)))
  return onNumbers('$subtract', [a, b], () => grown('$subtract', '-', a, b))
}

function whole(name: string, value: unknown, work: (number: number) => number): unknown {
  return onNumbers(name, [value], number => (isIntegral(value) ? value : new Double(work(number))))
}

/** To so many decimals (or, below zero, tens), a half going to the even digit; a double counts by its 15 significant digits. */
function rounded(name: string, value: unknown, place: unknown): unknown {
  if (place === null) return null
  const digits = place === undefined ? 0 : toNumber(place)
  if (!Number.isInteger(digits) || digits < -20 || digits > 100)
    throw new StoreError(
      'Location51083',
      `cannot apply ${name} with precision value ${String(place)} value must be in [-20, 100]`,
    )
  return onNumbers(name, [value], number => {
    if (isIntegral(value) && digits >= 0) return value
    if (!Number.isFinite(number)) return value
    return sameKind(
      value,
      atDigits(isIntegral(value) ? toBigInt(value).toString() : decimal(number), digits, name),
    )
  })
}

function decimal(number: number): string {
  return Number(number.toPrecision(15)) === number ? number.toPrecision(15) : String(number)
}

function atDigits(text: string, digits: number, name: string): number {
  const [, sign = '', units = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const scale = fraction.length - Number(exponent)
  if (scale <= digits) return Number(text)
  const step = 10n ** BigInt(scale - digits)
  const mantissa = BigInt(units + fraction)
  const [quotient, rest] = [mantissa / step, mantissa % step]
  const up = rest * 2n > step || (rest * 2n === step && quotient % 2n === 1n)
  const kept = name === '$round' && up ? quotient + 1n : quotient
  return Number(`${sign}${kept}e${-digits}`)
}

function power(base: unknown, exponent: unknown): unknown {
  return onNumbers('$pow', [base, exponent], (a, b) => {
    if (a === 0 && b < 0)
      throw new StoreError('Location28764', '$pow cannot take a base of 0 and a negative exponent')
    if (!isIntegral(base) || !isIntegral(exponent) || b < 0 || Math.abs(a) ** b >= 2 ** 63)
      return new Double(a ** b)
    const exact = toBigInt(base) ** toBigInt(exponent)
    return isLong(base) || isLong(exponent) ? Long.fromBigInt(exact) : integer(exact)
  })
}

/** An operator that makes a double of a number; `code` is the error of one that it does not accept. */
export function onDouble(
  name: string,
  work: (number: number) => number,
  accepts: (number: number) => boolean = () => true,
  code: 'BadValue' | 'Location50989' = 'BadValue',
): Operator {
  const checked = (number: number) => {
    if (!accepts(number))
      throw new StoreError(code, `${name}'s argument is out of its range: ${number}`)
    return new Double(work(number))
  }
  return { least: 1, most: 1, work: value => onNumbers(name, [value], checked) }
}
