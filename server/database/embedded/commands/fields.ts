import { StoreError } from '../errors.ts'
import { type Doc, isDoc } from '../values.ts'
import type { Request } from '../wire.ts'

/** Fields that any command may carry and that change no result here. */
const COMMON = new Set(
  'lsid $db $clusterTime $readPreference apiVersion apiStrict apiDeprecationErrors comment maxTimeMS readConcern writeConcern'.split(
    ' ',
  ),
)
/** Fields that ask for nothing when they are false, null or an empty document. */
const IDLE = new Set(
  (
    'collation returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout allowPartialResults allowDiskUse let min max ' +
    'bypassDocumentValidation explain isMapReduceCommand'
  ).split(' '),
)

/** Refuses transactions, as a standalone does. */
export function refuseTransaction({ body }: Request): void {
  if ('startTransaction' in body || 'autocommit' in body || 'txnNumber' in body) {
    throw new StoreError(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos',
    )
  }
}

/**
 * Refuses any field that is neither in `fields` (separated by blanks) nor without effect: an option that is not understood must
 * not pass silently.
 */
export function allow({ body, name }: Request, fields: string): void {
  refuseUnknown(body, name, new Set([name, ...fields.split(' ')]))
}

/** The same for a document within a command, such as one update of `updates`. */
export function allowOnly(document: Doc, where: string, fields: string): void {
  refuseUnknown(document, where, new Set(fields.split(' ')))
}

function refuseUnknown(document: Doc, where: string, known: Set<string>): void {
  for (const [field, value] of Object.entries(document)) {
    if (known.has(field) || COMMON.has(field)) continue
    if (!IDLE.has(field))
      throw new StoreError('Location40415', `BSON field '${where}.${field}' is an unknown field.`)
    if (!isIdle(field, value))
      throw new StoreError('NotImplemented', `'${where}.${field}' is not supported by this store`)
  }
}

function isIdle(field: string, value: unknown): boolean {
  if (
    field === 'noCursorTimeout' ||
    field.startsWith('allow') ||
    field === 'bypassDocumentValidation'
  )
    return true
  if (!isDoc(value)) return value === undefined || value === null || value === false
  return Object.keys(value).length === 0 || (field === 'collation' && value.locale === 'simple')
}

/** A document argument, `{}` when missing. */
export function documentArgument(value: unknown, field: string): Doc {
  if (value === undefined || value === null) return {}
  if (!isDoc(value))
    throw new StoreError(
      'TypeMismatch',
      `BSON field '${field}' is the wrong type, expected an object`,
    )
  return value
}
