/** The error codes of MongoDB that this store answers with, by name (mongo/src/mongo/base/error_codes.yml). */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotBackfillArray: 34,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  MaxTimeMSExpired: 50,
  QueryPlanKilled: 175,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NotExactValueField: 111,
  NotAReplicaSet: 123,
  ExceededMemoryLimit: 146,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  NotImplemented: 238,
  ConversionFailure: 241,
  NoSuchTransaction: 251,
  NoQueryExecutionPlans: 291,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  InterruptedAtShutdown: 11600,
  OutOfDiskSpace: 14031,
  KeyTooLong: 17280,
} as const

/** A name of the list, or (as MongoDB calls what has none) `Location` and the code. */
export type CodeName = keyof typeof CODES | `Location${number}`

/** An answer `{ ok: 0 }`: `code` and `codeName` are MongoDB's, `extra` joins the reply or the write error (keyPattern, keyValue). */
export class StoreError extends Error {
  readonly code: number
  readonly codeName: CodeName
  readonly extra: Record<string, unknown>

  constructor(codeName: CodeName, message: string, extra: Record<string, unknown> = {}) {
    super(message)
    this.name = 'StoreError'
    this.code = isListed(codeName) ? CODES[codeName] : Number(codeName.slice('Location'.length))
    this.codeName = codeName
    this.extra = extra
  }
}

function isListed(name: CodeName): name is keyof typeof CODES {
  return Object.hasOwn(CODES, name)
}

/** What a thrown value is for a client: a StoreError keeps its code, anything else is a fault of ours. */
export function asStoreError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) return thrown
  return new StoreError('InternalError', thrown instanceof Error ? thrown.message : String(thrown))
}
