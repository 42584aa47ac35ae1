import type { Request } from 'express'
import type { CollectionRecord } from '../../models/collection.ts'
import { authorize, found, signedIn, viewerOf } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { canRead } from './policy.ts'
import { collectionBySlug } from './queries.ts'

/** The collection, for those who may see it; for others it does not exist. */
export async function seen(req: Request): Promise<CollectionRecord> {
  const collection = found(await collectionBySlug(one(req.params.slug)))
  return found(collection, canRead(viewerOf(req), collection))
}

/** The collection, for those who may do this to it. */
export async function changeable(
  req: Request,
  may: (viewer: Viewer, collection: CollectionRecord) => boolean,
) {
  const collection = await seen(req)
  authorize(may(signedIn(req), collection))
  return collection
}

function one(param: string | string[] | undefined) {
  return Array.isArray(param) ? param[0] : param
}
