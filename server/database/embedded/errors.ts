/** The error codes of MongoDB that this store answers with, by name (mongo/src/mongo/base/error_codes.yml). */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  NoSuchTransaction: 251,
  DuplicateKey: 11000,
  BSONObjectTooLarge: 10334,
  KeyTooLong: 17280,
  Location15974: 15974,
  Location31249: 31249,
  Location40324: 40324,
  Location40415: 40415,
  Location40573: 40573,
} as const

export type CodeName = keyof typeof CODES

/** An answer `{ ok: 0 }`: `code` and `codeName` are MongoDB's, `extra` joins the reply or the write error (keyPattern, keyValue). */
export class StoreError extends Error {
  readonly code: number
  readonly codeName: CodeName
  readonly extra: Record<string, unknown>

  constructor(codeName: CodeName, message: string, extra: Record<string, unknown> = {}) {
    super(message)
    this.name = 'StoreError'
    this.code = CODES[codeName]
    this.codeName = codeName
    this.extra = extra
  }
}

/** What a thrown value is for a client: a StoreError keeps its code, mingo's complaints about a query are BadValue. */
export function asStoreError(thrown: unknown): StoreError {
  if (thrown instanceof StoreError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const complaint = thrown instanceof Error && /Mingo|SyntaxError/.test(thrown.constructor.name)
  return new StoreError(complaint ? 'BadValue' : 'InternalError', message)
}
