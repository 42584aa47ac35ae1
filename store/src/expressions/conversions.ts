import { Decimal128, Double, Int32, Long, ObjectId } from 'bson'
import { StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isLong, isNumeric, isTrue, toNumber } from '../values.ts'
import { parseDate } from './dateparse.ts'
import { isNothing, named, type Operator } from './operator.ts'

/** What makes a value of a type, by its name and its number. */
const MAKERS: [name: string, code: number, work: (value: unknown) => unknown][] = [
  ['double', 1, value => new Double(number('double', value))],
  ['string', 2, text],
  ['objectId', 7, objectId],
  ['bool', 8, isTrue],
  ['date', 9, date],
  ['int', 16, value => new Int32(wholeNumber('int', value, 2n ** 31n))],
  ['long', 18, value => Long.fromBigInt(BigInt(wholeNumber('long', value, 2n ** 63n)))],
  ['decimal', 19, decimal],
]

/** The operators that tell or change a value's type. */
export const CONVERSIONS: Record<string, Operator> = {
  $type: { least: 1, most: 1, work: typeName },
  $isNumber: {
    least: 1,
    most: 1,
    work: value => ['int', 'long', 'double', 'decimal'].includes(typeName(value)),
  },
  $toBool: conversion('bool'),
  $toInt: conversion('int'),
  $toLong: conversion('long'),
  $toDouble: conversion('double'),
  $toDecimal: conversion('decimal'),
  $toString: conversion('string'),
  $toDate: conversion('date'),
  $toObjectId: conversion('objectId'),
  $convert: named(['input', 'to'], ['onError', 'onNull'], (input, to, onError, onNull = null) => {
    if (isNothing(input)) return onNull
    if (isNothing(to)) return null
    const make = makerOf(to)
    try {
      return make(input)
    } catch (error) {
      const isOurs = error instanceof StoreError && error.codeName === 'ConversionFailure'
      if (isOurs && onError !== undefined) return onError
      throw error
    }
  }),
}

function conversion(to: string): Operator {
  const make = makerOf(to)
  return { least: 1, most: 1, work: value => (isNothing(value) ? null : make(value)) }
}

function makerOf(to: unknown): (value: unknown) => unknown {
  const found = MAKERS.find(
    ([name, code]) => name === to || (isNumeric(to) && toNumber(to) === code),
  )
  if (found) return found[2]
  if (typeof to === 'string') throw new StoreError('BadValue', `Unknown type name: ${to}`)
  throw new StoreError(
    'FailedToParse',
    `In $convert, numeric 'to' argument is not a valid type: ${String(to)}`,
  )
}

function decimal(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0')
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()))
  if (!isNumeric(value) && typeof value !== 'string') throw refused(value, 'decimal')
  try {
    return Decimal128.fromString(String(value))
  } catch {
    throw refused(value, 'decimal')
  }
}

function refused(value: unknown, to: string): StoreError {
  return new StoreError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to ${to} in $convert with no onError value`,
  )
}

function number(to: string, value: unknown): number {
  if (isNumeric(value)) return toNumber(value)
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Date && to !== 'int') return value.getTime()
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value))
    return Number(value)
  throw refused(value, to)
}

function wholeNumber(to: string, value: unknown, limit: bigint): string {
  if (isLong(value) && to === 'long') return value.toString()
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) throw refused(value, to)
  const exact = typeof value === 'string' ? BigInt(value.replace('+', '')) : cut(to, value)
  if (exact < -limit || exact >= limit)
    throw new StoreError(
      'ConversionFailure',
      `Conversion would overflow target type in $convert with no onError value: ${String(value)}`,
    )
  return exact.toString()
}

function cut(to: string, value: unknown): bigint {
  const found = number(to, value)
  if (!Number.isFinite(found)) throw refused(value, to)
  return isLong(value) ? value.toBigInt() : BigInt(Math.trunc(found))
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || isNumeric(value)) return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof ObjectId) return value.toHexString()
  throw refused(value, 'string')
}

function date(value: unknown): Date {
  if (value instanceof Date) return value
  if (value instanceof ObjectId) return value.getTimestamp()
  if (isLong(value) || (isNumeric(value) && typeName(value) === 'double'))
    return new Date(toNumber(value))
  if (typeof value !== 'string') throw refused(value, 'date')
  return parseDate(value)
}

function objectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value)
  throw refused(value, 'objectId')
}
