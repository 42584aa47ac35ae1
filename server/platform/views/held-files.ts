import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import type { RequestHandler } from 'express'

/** The smallest first. */
const FORMS = [
  { name: 'br', end: '.br' },
  { name: 'gzip', end: '.gz' },
] as const

type HeldFile = { body: Buffer; etag: string; br?: Buffer; gzip?: Buffer }

/**
 * All the files of a folder in memory, by the paths of their addresses, each with what lies beside it compressed. They
 * are few and small; held, they go on being served while the folder is built anew, and no open file can fail.
 */
export function heldFiles(folder: string): Map<string, HeldFile> {
  if (!existsSync(folder)) return new Map()
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = found.filter(one => one.isFile()).map(one => join(one.parentPath, one.name))
  const isForm = (path: string) => FORMS.some(({ end }) => path.endsWith(end))
  const address = (path: string) => path.slice(folder.length).split(sep).join('/')
  return new Map(paths.filter(path => !isForm(path)).map(path => [address(path), held(path)]))
}

/** Answers for these files, in the smallest form that the reader takes. */
export function serveHeld(
  files: ReadonlyMap<string, HeldFile>,
  cacheControl: (path: string) => string,
): RequestHandler {
  return (req, res, next) => {
    const file = req.method === 'GET' || req.method === 'HEAD' ? files.get(req.path) : undefined
    if (!file) return next()
    const form = FORMS.find(({ name }) => file[name] && req.acceptsEncodings(name))?.name
    res.type(extname(req.path))
    res.set({
      ETag: form ? `"${file.etag}-${form}"` : `"${file.etag}"`,
      'Cache-Control': cacheControl(req.path),
      Vary: 'Accept-Encoding',
    })
    if (form) res.set('Content-Encoding', form)
    res.send(form ? file[form] : file.body)
  }
}

function held(path: string): HeldFile {
  const body = readFileSync(path)
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  const forms = FORMS.filter(({ end }) => existsSync(path + end))
  const compressed = forms.map(({ name, end }) => [name, readFileSync(path + end)])
  return { body, etag, ...Object.fromEntries(compressed) }
}
