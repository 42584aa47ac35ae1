import { Binary, Int32, Long, Timestamp } from 'bson'
import { StoreError } from '../errors.ts'
import { typeName } from '../types.ts'
import { type Doc, encode, isDoc, setField } from '../values.ts'
import { isNothing, named, type Operator } from './operator.ts'

/** Whole documents and bytes, their fields and sizes; timestamps. */
export const DOCUMENTS: Record<string, Operator> = {
  $setField: named(['field', 'input', 'value'], [], (field, input, value) =>
    withField('$setField', field, input, value),
  ),
  $unsetField: named(['field', 'input'], [], (field, input) =>
    withField('$unsetField', field, input, undefined),
  ),
  $bsonSize: {
    least: 1,
    most: 1,
    work: value => {
      if (isNothing(value)) return null
      if (isDoc(value)) return new Int32(encode(value).length)
      throw new StoreError(
        'Location31393',
        `$bsonSize requires a document input, found: ${typeName(value)}`,
      )
    },
  },
  $binarySize: {
    least: 1,
    most: 1,
    work: value => {
      if (isNothing(value)) return null
      if (typeof value === 'string') return new Int32(Buffer.byteLength(value))
      if (value instanceof Binary) return new Int32(value.length())
      throw new StoreError(
        'Location51276',
        `$binarySize requires a string or BinData argument, found: ${typeName(value)}`,
      )
    },
  },
  $tsSecond: { least: 1, most: 1, work: value => partOf('$tsSecond', value, ({ t }) => t) },
  $tsIncrement: { least: 1, most: 1, work: value => partOf('$tsIncrement', value, ({ i }) => i) },
}

function withField(name: string, field: unknown, input: unknown, value: unknown): unknown {
  if (typeof field !== 'string')
    throw new StoreError(
      'Location4161107',
      `${name} requires 'field' to evaluate to type String, but got ${typeName(field)}`,
    )
  if (isNothing(input)) return null
  if (!isDoc(input))
    throw new StoreError(
      'Location4161105',
      `${name} requires 'input' to evaluate to type Object, but got ${typeName(input)}`,
    )
  const out: Doc = { ...input }
  if (value === undefined) delete out[field]
  else setField(out, field, value)
  return out
}

function partOf(name: string, value: unknown, part: (timestamp: Timestamp) => number): unknown {
  if (isNothing(value)) return null
  if (value instanceof Timestamp) return Long.fromNumber(part(value))
  throw new StoreError(
    'Location5687301',
    `${name} requires a timestamp argument, found: ${typeName(value)}`,
  )
}
