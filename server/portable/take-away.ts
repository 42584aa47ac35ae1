import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { resourcesIn, visibleTo } from '../collections/queries.ts'
import { hiddenAncestors } from '../library/origin.ts'
import { canRead } from '../library/policy.ts'
import { readable } from '../library/queries.ts'
import { Archive, type Entry } from '../platform/files/archive.ts'
import { contentDisposition } from '../platform/files/names.ts'
import { signedIn } from '../platform/who/current.ts'
import { spend } from '../platform/who/limits.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { collectionEntries } from './collections.ts'
import { libraryEntries } from './export.ts'

/** The library as this member sees it, in one ZIP that `npx hub import` reads once it is unpacked. */
export const takeLibraryAway: RequestHandler = async (req, res) => {
  const viewer = signedIn(req)
  if (req.method !== 'HEAD') await spend('wholeLibrary', viewer.id)
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition('ressources.zip', 'attachment'),
    'Cache-Control': 'private, no-store',
  })
  if (req.method === 'HEAD') res.end()
  else await pipeline(Archive.of(entriesFor(viewer)), res)
}

async function* entriesFor(viewer: Viewer): AsyncGenerator<Entry> {
  yield* libraryEntries({
    filter: readable(viewer),
    untold: hiddenAncestors,
    shows: ({ author }, { state, audience }) => canRead(viewer, { state, audience, author }),
  })
  yield* collectionEntries(visibleTo(viewer), async items => {
    const seen = await resourcesIn({ items }, viewer, 'slug')
    return new Map(seen.map(({ record }) => [String(record._id), record.slug]))
  })
}
