import { join } from 'node:path'
import type { RequestHandler } from 'express'
import { type HttpError, Invalid } from '../errors.ts'
import { MOST_BYTES, MOST_FILES } from '../files/limits.ts'
import { receiveUploads, UploadRefused } from '../files/uploads.ts'
import { services } from '../services.ts'

/** The files of a form's `files` field, in `req.uploads`; a refused one is told under that field. */
export function uploadsOf({ maxFiles = MOST_FILES } = {}): RequestHandler {
  let receive: RequestHandler | undefined
  return (req, res, next) => {
    receive ??= receiveUploads({
      field: 'files',
      maxFiles,
      maxBytes: MOST_BYTES,
      directory: join(services().dataDirectory, 'incoming'),
    })
    receive(req, res, error => next(error instanceof UploadRefused ? refusal(error) : error))
  }
}

function refusal({ code, fileName }: UploadRefused): HttpError {
  return new Invalid({ files: { key: `invalid.upload.${code}`, name: fileName ?? '' } })
}
