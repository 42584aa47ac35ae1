import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { CollectionRecord } from '../../../models/collection.ts'
import { Archive } from '../../platform/files/archive.ts'
import { contentDisposition } from '../../platform/files/names.ts'
import { language } from '../../platform/http/preferences.ts'
import { viewerOf } from '../../platform/who/current.ts'
import { resourcesIn } from '../queries.ts'
import { packEntries } from './entries.ts'

/** A collection to take where there is no line: pages that open by themselves, and the files. */
export async function sendPack(req: Request, res: Response, collection: CollectionRecord) {
  const resources = await resourcesIn(collection, viewerOf(req), '-words')
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': contentDisposition(`${collection.slug}.zip`, 'attachment'),
    'Cache-Control': 'private, no-store',
  })
  if (req.method === 'HEAD') res.end()
  else await pipeline(Archive.of(packEntries(collection, resources, language(res))), res)
}
