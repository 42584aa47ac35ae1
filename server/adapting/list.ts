import type { ResourceRecord } from '../../models/resource.ts'
import { Resource } from '../../models/resource.ts'
import { canAdapt } from '../library/adaptation-policy.ts'
import { CARD_FIELDS, cardsOf, readable } from '../library/queries.ts'
import type { Language } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf } from '../platform/who/audience.ts'
import { isMember, type Viewer, type Visitor } from '../platform/who/viewer.ts'
import { newsOfOriginal } from './following.ts'

const MOST_SHOWN = 100
type Who = Viewer | Visitor

/** The adaptations that the reader may see, the newest first. */
export async function adaptationsOf(resource: ResourceRecord, viewer: Who, language: Language) {
  const found = await Resource.find(madeFrom(resource, viewer), CARD_FIELDS)
    .sort({ publishedAt: -1 })
    .limit(MOST_SHOWN)
    .lean()
  return cardsOf(found, language)
}

function madeFrom({ _id }: Pick<ResourceRecord, '_id'>, viewer: Who) {
  return { 'adaptedFrom.resource': _id, ...readable(viewer) }
}

/** What a resource's page says of adaptations: how many, and what this reader may do. */
export async function adaptingOf(resource: ResourceRecord, viewer: Who) {
  const key = `adaptations of ${resource._id} ${audiencesOf(viewer)}`
  const count = await remember(['resources'], key, () =>
    Resource.countDocuments(madeFrom(resource, viewer)),
  )
  const own = isMember(viewer) && String(resource.author) === viewer.id
  return {
    count,
    may: canAdapt(viewer, resource),
    news: own ? await newsOfOriginal(resource, viewer) : undefined,
  }
}
