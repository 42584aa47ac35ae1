import { Int32, Long } from 'bson'
import { StoreError } from '../errors.ts'
import { isIntegral, toBigInt } from '../numbers.ts'
import { typeName } from '../types.ts'
import { isLong } from '../values.ts'
import type { Operator } from './operator.ts'

/** The operators on the bits of whole numbers: a Long among them makes a Long, null or a missing value makes null. */
export const BITWISE: Record<string, Operator> = {
  $bitAnd: folded('$bitAnd', -1n, (a, b) => a & b),
  $bitOr: folded('$bitOr', 0n, (a, b) => a | b),
  $bitXor: folded('$bitXor', 0n, (a, b) => a ^ b),
  $bitNot: {
    least: 1,
    most: 1,
    work: value => onBits('$bitNot', [value], ([bits = 0n]) => ~bits),
  },
}

function folded(name: string, start: bigint, work: (a: bigint, b: bigint) => bigint): Operator {
  return {
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    work: (...values) => onBits(name, values, all => all.reduce(work, start)),
  }
}

function onBits(name: string, values: unknown[], work: (bits: bigint[]) => bigint): unknown {
  if (values.some(value => value === null || value === undefined)) return null
  const wrong = values.find(value => !isIntegral(value))
  if (wrong !== undefined)
    throw new StoreError(
      'TypeMismatch',
      `${name} only supports int and long operands, not ${typeName(wrong)}`,
    )
  const bits = work(values.map(toBigInt))
  return values.some(isLong) ? Long.fromBigInt(bits) : new Int32(Number(bits))
}
