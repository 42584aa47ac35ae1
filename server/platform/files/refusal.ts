import multer from 'multer'
import { safeFileName } from './names.ts'

export type RefusalCode = 'type' | 'size' | 'count' | 'empty' | 'incomplete'

/** A form that was not taken, and why: `fileName` is the file at fault, empty when it is none. */
export class UploadRefused extends Error {
  readonly status: number
  readonly code: RefusalCode
  readonly fileName: string

  constructor(code: RefusalCode, fileName = '') {
    super(`Upload refused: ${code}`)
    this.code = code
    this.fileName = fileName
    this.status = code === 'size' ? 413 : 422
  }
}

/** What the reader of the form complained of, as a refusal; a failure of ours stays what it is. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof multer.MulterError)
    return new UploadRefused(codes[error.code] ?? 'incomplete', nameOf(error))
  // A full disk is not the sender's fault; a cut line or a broken form has no error number.
  if (error instanceof Error && 'errno' in error) return error
  return new UploadRefused('incomplete')
}

const codes: Record<string, RefusalCode> = {
  LIMIT_FILE_SIZE: 'size',
  LIMIT_FILE_COUNT: 'count',
  LIMIT_UNEXPECTED_FILE: 'count',
  LIMIT_PART_COUNT: 'size',
  LIMIT_FIELD_COUNT: 'size',
  LIMIT_FIELD_KEY: 'size',
  LIMIT_FIELD_VALUE: 'size',
  LIMIT_FIELD_NESTING: 'size',
  LIMIT_FIELD_ARRAY_INDEX: 'size',
}

function nameOf(error: Error): string {
  return 'filename' in error && typeof error.filename === 'string'
    ? safeFileName(error.filename)
    : ''
}
