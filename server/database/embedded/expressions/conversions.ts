import { Double, Int32, Long, ObjectId } from 'bson'
import { StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { isLong, isNumeric, isTrue, toNumber } from '../values.ts'
import type { Operator } from './compile.ts'

/** The operators that tell or change a value's type. */
export const CONVERSIONS: Record<string, Operator> = {
  $type: { least: 1, most: 1, work: typeName },
  $isNumber: {
    least: 1,
    most: 1,
    work: value => ['int', 'long', 'double', 'decimal'].includes(typeName(value)),
  },
  $toBool: conversion(isTrue),
  $toInt: conversion(value => new Int32(wholeNumber('int', value, 2n ** 31n))),
  $toLong: conversion(value => Long.fromBigInt(BigInt(wholeNumber('long', value, 2n ** 63n)))),
  $toDouble: conversion(value => new Double(number('double', value))),
  $toString: conversion(text),
  $toDate: conversion(date),
  $toObjectId: conversion(objectId),
}

function conversion(work: (value: unknown) => unknown): Operator {
  return {
    least: 1,
    most: 1,
    work: value => (value === null || value === undefined ? null : work(value)),
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
  const parsed = new Date(typeof value === 'string' ? value : Number.NaN)
  if (Number.isNaN(parsed.getTime())) throw refused(value, 'date')
  return parsed
}

function objectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value)
  throw refused(value, 'objectId')
}
