import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { signedIn } from '../../auth/current.ts'
import { Archive } from '../../files/archive.ts'
import { contentDisposition } from '../../files/names.ts'
import { canRead } from '../policy.ts'
import { readable } from '../queries.ts'
import { libraryEntries } from './export.ts'

/** The library as this member sees it, in one ZIP that `npx hub import` reads once it is unpacked. */
export const takeLibraryAway: RequestHandler = async (req, res) => {
  const viewer = signedIn(req)
  const entries = libraryEntries({
    filter: readable(viewer),
    shows: ({ author }, { state, audience }) => canRead(viewer, { state, audience, author }),
  })
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition('ressources.zip', 'attachment'),
    'Cache-Control': 'private, no-store',
  })
  if (req.method === 'HEAD') res.end()
  else await pipeline(Archive.of(entries), res)
}
