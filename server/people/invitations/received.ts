import type { RequestHandler } from 'express'
import multer from 'multer'
import { Invalid } from '../../platform/errors.ts'
import { readWithin, UploadRefused } from '../../platform/files/uploads.ts'

const MEGABYTE = 1024 * 1024

/**
 * The file of a list, in memory: other uploads are kept, and have to be UTF-8 when they are text; this
 * one is read at once, whatever a spreadsheet wrote.
 */
const read = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MEGABYTE, files: 1, fields: 10, fieldSize: MEGABYTE, parts: 12 },
}).single('files')

const LARGEST = { announced: 3 * MEGABYTE, unannounced: 3 * MEGABYTE }

export const receivesList: RequestHandler = (req, res, next) => {
  readWithin(LARGEST, read, req, res).then(
    () => next(),
    failure => next(refusal(failure)),
  )
}

function refusal(failure: unknown) {
  if (!(failure instanceof UploadRefused)) return failure
  const word = failure.code === 'incomplete' ? 'unreadable' : 'tooBig'
  return new Invalid({ files: `invitations.csv.${word}` })
}

/** Its bytes; nothing when no file was chosen, which browsers send as an empty one. */
export function receivedBytes(file: Express.Multer.File | undefined) {
  return file && file.buffer.length > 0 ? file.buffer : undefined
}
