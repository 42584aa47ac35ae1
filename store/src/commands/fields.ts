import { StoreError } from '../errors.ts'
import { compileFilter } from '../matching.ts'
import { typeName } from '../types.ts'
import { type Doc, isDoc, isNumeric, toNumber } from '../values.ts'
import type { Request } from '../wire.ts'

/** Fields that any command may carry and that change no result here. */
const COMMON = new Set(
  'lsid $db $clusterTime $readPreference apiVersion apiStrict apiDeprecationErrors comment maxTimeMS readConcern writeConcern'.split(
    ' ',
  ),
)
/** Known fields that are not done: they pass where they ask for nothing (false, null or an empty document). */
const IDLE = new Set(
  (
    'collation returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout allowPartialResults allowDiskUse let min max ' +
    'bypassDocumentValidation explain isMapReduceCommand maxAwaitTimeMS'
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
 * not pass silently. `refused` are further fields that MongoDB knows and this store does not.
 */
export function allow({ body, name }: Request, fields: string, refused = ''): void {
  checkReadConcern(body.readConcern)
  checkWriteConcern(body.writeConcern)
  refuseUnknown(body, name, new Set([name, ...fields.split(' '), ...COMMON]), refused)
}

/** The same for a document within a command, such as one update of `updates`. */
export function allowOnly(document: Doc, where: string, fields: string, refused = ''): void {
  refuseUnknown(document, where, new Set(fields.split(' ')), refused)
}

function refuseUnknown(document: Doc, where: string, known: Set<string>, refused: string): void {
  const idle = new Set([...IDLE, ...refused.split(' ')])
  for (const [field, value] of Object.entries(document)) {
    if (known.has(field)) continue
    if (!idle.has(field))
      throw new StoreError('Location40415', `BSON field '${where}.${field}' is an unknown field.`)
    if (!isIdle(field, value))
      throw new StoreError('NotImplemented', `'${where}.${field}' is not supported by this store`)
  }
}

function isIdle(field: string, value: unknown): boolean {
  if (
    field === 'noCursorTimeout' ||
    field.startsWith('allow') ||
    field === 'bypassDocumentValidation' ||
    field === 'maxAwaitTimeMS'
  )
    return true
  if (!isDoc(value)) return value === undefined || value === null || value === false
  return Object.keys(value).length === 0 || (field === 'collation' && isSimple(value))
}

function isSimple({ locale, ...rest }: Doc): boolean {
  return locale === 'simple' && Object.keys(rest).length === 0
}

/** A standalone reads what is there now; it has no majority to wait for, nor snapshots. */
function checkReadConcern(concern: unknown): void {
  const level = isDoc(concern) ? concern.level : undefined
  if (level === 'snapshot' || level === 'linearizable')
    throw new StoreError(
      'NotAReplicaSet',
      `node needs to be a replica set member to use readConcern: ${level}`,
    )
  if (level !== undefined && !['local', 'available', 'majority'].includes(String(level)))
    throw new StoreError(
      'BadValue',
      `Enumeration value '${String(level)}' for field 'readConcern.level' is not a valid value.`,
    )
}

function checkWriteConcern(concern: unknown): void {
  const w = isDoc(concern) ? concern.w : undefined
  if (isNumeric(w) && toNumber(w) > 1)
    throw new StoreError('BadValue', "cannot use 'w' > 1 when a host is not replicated")
  if (typeof w === 'string' && w !== 'majority')
    throw new StoreError(
      'BadValue',
      `cannot use non-majority 'w' mode "${w}" when a host is not a member of a replica set`,
    )
}

/** A document argument, `{}` when missing. */
export function documentArgument(value: unknown, field: string): Doc {
  if (value === undefined || value === null) return {}
  if (isDoc(value)) return value
  throw wrongType(field, value, 'object')
}

/** A filter, found to make sense whether or not there is anything to find; `{}` when missing. */
export function filterArgument(value: unknown, field: string): Doc {
  const filter = documentArgument(value, field)
  compileFilter(filter)
  return filter
}

/** A whole number argument, 0 or more; nothing when it is missing. */
export function countArgument(value: unknown, field: string): number | undefined {
  if (value === undefined || value === null) return undefined
  if (!isNumeric(value)) throw wrongType(field, value, '[long, int, decimal, double]')
  const number = Math.trunc(toNumber(value))
  if (number >= 0) return number
  throw new StoreError(
    'Location51024',
    `BSON field '${field}' value must be >= 0, actual value '${number}'`,
  )
}

export function wrongType(field: string, value: unknown, expected: string): StoreError {
  return new StoreError(
    'TypeMismatch',
    `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${expected}'`,
  )
}

export function missing(field: string): StoreError {
  return new StoreError('Location40414', `BSON field '${field}' is missing but a required field`)
}

/** Refuses a name that no collection can have. */
export function checkName(db: string, name: string): void {
  if (
    name.startsWith('.') ||
    name.endsWith('.') ||
    /[$\0]/.test(name) ||
    name.startsWith('system.')
  )
    throw new StoreError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`)
}
