import { Binary } from 'bson'
import { StoreError } from './errors.ts'
import { isLong, isNumeric, toNumber } from './values.ts'

type BitOperator = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear'

/** A test of a number's bits (two's complement, its sign going on without end) or of binary data's (the first byte is the lowest). */
export function bitTest(operator: BitOperator, operand: unknown): (value: unknown) => boolean {
  const mask = maskOf(operator, operand)
  return value => {
    const bits = bitsOf(value)
    if (bits === undefined) return false
    const common = bits & mask
    if (operator === '$bitsAllSet') return common === mask
    if (operator === '$bitsAllClear') return common === 0n
    return operator === '$bitsAnySet' ? common !== 0n : common !== mask
  }
}

function maskOf(operator: string, operand: unknown): bigint {
  if (Array.isArray(operand))
    return operand.reduce((mask: bigint, at) => mask | (1n << BigInt(position(operator, at))), 0n)
  if (operand instanceof Binary) return fromBytes(operand)
  if (!isNumeric(operand))
    throw new StoreError(
      'BadValue',
      `${operator} takes an Array, a number, or a BinData but received: ${String(operand)}`,
    )
  return BigInt(position(operator, operand))
}

function position(operator: string, value: unknown): string {
  if (isNumeric(value) && toNumber(value) >= 0 && Number.isInteger(toNumber(value)))
    return String(value)
  const expected = Number.isInteger(toNumber(value)) ? 'a non-negative number' : 'an integer'
  throw new StoreError('FailedToParse', `Expected ${expected} in: ${operator}: ${String(value)}`)
}

function bitsOf(value: unknown): bigint | undefined {
  if (value instanceof Binary) return fromBytes(value)
  if (isLong(value)) return value.toBigInt()
  const number = toNumber(value)
  const fits = Number.isInteger(number) && number >= -(2 ** 63) && number < 2 ** 63
  return fits ? BigInt(number) : undefined
}

function fromBytes({ buffer, position }: Binary): bigint {
  const bytes = Buffer.from(buffer.subarray(0, position)).reverse()
  return bytes.length > 0 ? BigInt(`0x${bytes.toString('hex')}`) : 0n
}
