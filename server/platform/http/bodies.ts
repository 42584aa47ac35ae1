import express, { type RequestHandler } from 'express'
import { HttpError } from '../errors.ts'

/** Of a form without files, or of JSON. */
const MOST_BYTES = 512 * 1024

/** What reads the bodies that hold no files. Files come with forms that their routes read. */
export const readBodies: RequestHandler[] = [
  within('json', express.json({ limit: MOST_BYTES })),
  within(
    'urlencoded',
    express.urlencoded({ extended: true, limit: MOST_BYTES, parameterLimit: 2_000 }),
  ),
]

/** The parser answers what is too long once all of it came, and some never end: here it is answered at once. */
function within(type: string, parse: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (!req.is(type)) return next()
    const length = req.headers['content-length']
    if (Number(length) > MOST_BYTES) throw new HttpError(413, 'tooLarge')
    let left = length === undefined ? MOST_BYTES : Number.POSITIVE_INFINITY
    const count = (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) done(new HttpError(413, 'tooLarge'))
    }
    let isDone = false
    const done = (error?: unknown) => {
      if (isDone) return
      isDone = true
      req.off('data', count)
      next(error)
    }
    req.on('data', count)
    return parse(req, res, done)
  }
}
