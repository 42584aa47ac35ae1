import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { forgetWhenOver, incomingFiles } from './incoming.ts'
import { safeFileName, withExtension } from './names.ts'
import { refusalOf, UploadRefused } from './refusal.ts'
import { type Identity, identifyFile } from './sniff.ts'

export { UploadRefused } from './refusal.ts'

/** `path` is temporary: it is removed when the response is over, unless it was moved. */
export type ReceivedFile = Identity & {
  path: string
  originalName: string
  size: number
  sha256: string
}

declare global {
  namespace Express {
    interface Request {
      /** What `receiveUploads` accepted; undefined on routes without it. */
      uploads?: ReceivedFile[]
    }
  }
}

/**
 * Reads multipart forms: fields, nested by their brackets, into `req.body`, files into `req.uploads`.
 * Other requests pass untouched with no uploads. Any refused file refuses the whole form with
 * UploadRefused and leaves nothing behind. `directory` is a folder of temporary files.
 */
export function receiveUploads(options: {
  field?: string
  maxFiles?: number
  maxBytes?: number
  directory: string
}): RequestHandler {
  const { field = 'files', maxFiles = 10, maxBytes = 25 * 1024 * 1024, directory } = options
  const read = multer({
    storage: incomingFiles(directory),
    limits: { ...fieldLimits, fileSize: maxBytes },
  }).array(field, maxFiles)

  const largest = { announced: maxFiles * maxBytes + REST, unannounced: maxBytes + REST }
  return (req, res, next) => {
    collect(read, req, res, largest).then(() => next(), next)
  }
}

type Largest = { announced: number; unannounced: number }
/** What a form may say beside its files. */
const REST = 2 * 1024 * 1024

async function collect(
  read: RequestHandler,
  req: Request,
  res: Response,
  largest: Largest,
): Promise<void> {
  req.uploads = []
  if (!req.is('multipart/form-data')) return
  forgetWhenOver(req, res)
  await readWithin(largest, read, req, res)
  req.uploads = await accept(filesOf(req), res)
}

/** Reads a form as long as it is no longer than that. Throws UploadRefused, without waiting for the end. */
export async function readWithin(
  { announced, unannounced }: Largest,
  read: RequestHandler,
  req: Request,
  res: Response,
): Promise<void> {
  const length = req.headers['content-length']
  if (Number(length) > announced) throw new UploadRefused('size')
  // The reader of the form answers a form that it refuses when all of it came, and some never end.
  const reading = parse(read, req, res)
  await (length === undefined ? Promise.race([reading, noMoreThan(unannounced, req)]) : reading)
}

// A programme has up to two hundred slots of six fields, a sheet a long body.
const fieldLimits = {
  fields: 1300,
  parts: 1400,
  fieldSize: 512 * 1024,
  fieldNameSize: 200,
  fieldNestingDepth: 4,
  fieldArrayIndexLimit: 200,
  headerPairs: 100,
}

function parse(read: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    read(req, res, (error: unknown) => (error ? reject(refusalOf(error)) : resolve()))
  })
}

function noMoreThan(bytes: number, req: Request) {
  let left = bytes
  return new Promise<never>((_resolve, reject) => {
    req.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) reject(new UploadRefused('size'))
    })
  })
}

function filesOf(req: Request): Express.Multer.File[] {
  return Array.isArray(req.files) ? req.files : []
}

async function accept(files: Express.Multer.File[], res: Response): Promise<ReceivedFile[]> {
  const discard = () => Promise.all(files.map(file => rm(file.path, { force: true })))
  try {
    const received = await Promise.all(files.map(receive))
    // The sender may have left while the files were looked at: `close` will not come again.
    if (res.closed) throw new UploadRefused('incomplete')
    return received
  } catch (error) {
    await discard()
    throw error
  }
}

async function receive(file: Express.Multer.File): Promise<ReceivedFile> {
  const name = safeFileName(file.originalname)
  if (file.size === 0) throw new UploadRefused('empty', name)
  const identity = await identifyFile(file.path, name)
  if (!identity) throw new UploadRefused('type', name)
  const originalName = withExtension(name, identity.extension)
  const sha256 = await digest(file.path)
  return { ...identity, path: file.path, originalName, size: file.size, sha256 }
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
