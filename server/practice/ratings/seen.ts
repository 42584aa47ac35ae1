import type { Request } from 'express'
import { Rating, type RatingRecord } from '../../../models/rating.ts'
import type { ResourceRecord } from '../../../models/resource.ts'
import { objectId } from '../../platform/http/parse.ts'
import { found } from '../../platform/who/current.ts'

/** The rating of this address, of a resource that the reader may see. */
export async function ratingOf(req: Request, resource: Pick<ResourceRecord, '_id'>) {
  const _id = found(objectId.safeParse(req.params.id).data)
  const rating = await Rating.findOne({ _id }).lean<RatingRecord>()
  return found(rating, String(rating?.resource) === String(resource._id))
}
