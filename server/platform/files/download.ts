import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { contentDisposition } from './names.ts'
import { type ByteRange, type FileStore, MissingFile } from './store.ts'

export type Download = {
  store: FileStore
  key: string
  name: string
  mime: string
  /** In bytes. */
  size: number
  /** Any text that changes with the bytes, such as their SHA-256. */
  etag: string
  /** Shown by the browser rather than saved, for images and PDF only. */
  inline?: boolean
}

/**
 * Answers with a stored file: whole, one range of it, or 304. Nothing in it can run on this site.
 * Throws MissingFile, or an Error that names no path, as long as nothing was sent.
 */
export async function sendFile(res: Response, file: Download, req: Request): Promise<void> {
  res.setHeader('ETag', `"${file.etag.replace(/[^\w.-]/g, '')}"`)
  // What must not stay in any browser was said by its route.
  if (res.get('Cache-Control') !== 'no-store') res.setHeader('Cache-Control', 'private, no-cache')
  if (req.fresh) return void res.status(304).end()
  const range = rangeAsked(req, res, file.size)
  if (range === 'unsatisfiable') {
    res.setHeader('Content-Range', `bytes */${file.size}`)
    return void res.status(416).end()
  }
  const head = req.method === 'HEAD'
  const bytes = head ? undefined : await openReady(file, range)
  describe(res, file, range)
  if (bytes) await pour(bytes, res)
  else res.end()
}

function rangeAsked(
  req: Request,
  res: Response,
  size: number,
): ByteRange | undefined | 'unsatisfiable' {
  const validator = req.get('if-range')
  if (validator !== undefined && validator !== res.get('ETag')) return undefined
  const ranges = req.range(size, { combine: true })
  if (ranges === -1) return 'unsatisfiable'
  // Several ranges at once would need a multipart answer: the whole file is a valid one too.
  return Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1
    ? ranges[0]
    : undefined
}

/** Open, with its first bytes there: what fails until now can still become an error page. */
async function openReady(file: Download, range: ByteRange | undefined): Promise<Readable> {
  try {
    const bytes = await file.store.open(file.key, range)
    await once(bytes, 'readable')
    return bytes
  } catch (cause) {
    if (cause instanceof MissingFile) throw cause
    throw new Error('A stored file could not be read', { cause })
  }
}

function describe(res: Response, file: Download, range: ByteRange | undefined): void {
  const inline = file.inline && shownByBrowsers.has(file.mime)
  const mime = file.mime.startsWith('text/') ? `${file.mime}; charset=utf-8` : file.mime
  const length = range ? range.end - range.start + 1 : file.size
  if (range) res.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`)
  res.status(range ? 206 : 200).set({
    'Content-Type': mime,
    'Content-Length': String(length),
    'Content-Disposition': contentDisposition(file.name, inline ? 'inline' : 'attachment'),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Accept-Ranges': 'bytes',
  })
}

const shownByBrowsers = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'],
])

// Once bytes are out, a failure can only be told by cutting the answer short of its length, which
// `pipeline` does; it also closes the file when the reader leaves.
async function pour(bytes: Readable, res: Response): Promise<void> {
  await pipeline(bytes, res).catch(() => res.destroy())
}
