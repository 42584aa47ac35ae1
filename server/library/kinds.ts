import type { Request } from 'express'
import { Resource, type ResourceRecord } from '../../models/resource.ts'
import type { Kind, WaitingRecords } from '../platform/content/kind.ts'
import { seenBy } from '../platform/who/audience.ts'
import { found, signedIn } from '../platform/who/current.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { publishResource } from './actions.ts'
import { hideResource, restoreResource } from './hiding.ts'
import { canRead } from './policy.ts'
import {
  readable as readableBy,
  resourceBySlug,
  resourceHits,
  resourcesOfGroup,
} from './queries.ts'
import { savedList } from './saved-list.ts'
import { readResources } from './searchable.ts'
import { thingOfResource } from './things.ts'

/** What a member wrote as somebody new waits as a draft that the coordination has to look at. */
const waiting: WaitingRecords = {
  topic: 'resources',
  async list(viewer, limit) {
    const fields = 'slug title summary author createdAt updatedAt'
    const records = await waitingFor(viewer, fields).sort({ updatedAt: 1 }).limit(limit).lean()
    return records.map(({ _id, slug, author, title, summary, createdAt, updatedAt }) => ({
      id: String(_id),
      url: `/ressources/${slug}`,
      author,
      title,
      body: summary,
      createdAt,
      updatedAt,
    }))
  },
  async count(viewer) {
    return waitingFor(viewer).countDocuments()
  },
  async find(id) {
    const resource = await Resource.findOne({ _id: id, waiting: true }).lean<ResourceRecord>()
    return resource ? { thing: thingOfResource(resource), audience: resource.audience } : undefined
  },
  async accept(id) {
    const resource = found(await Resource.findById(id).lean<ResourceRecord>())
    return thingOfResource(await publishResource(resource))
  },
}

export const resourceKind: Kind = {
  name: 'resource',
  ofGroup: {
    name: 'resources',
    latest: ({ audience, most, language }) => resourcesOfGroup(audience, most, language),
  },
  search: {
    index: 'resources',
    place: 1,
    read: readResources,
    scope: viewer => ({ of: 'resources', ...readableBy(viewer) }),
    hits: resourceHits,
    tab: { word: 'ressources', icon: 'sheet', tone: 'glass' },
    list: savedList,
  },
  moderation: {
    address: '/ressources/:slug',
    find: async req => thingOfResource(await readable(req)),
    async read(id) {
      const resource = await Resource.findById(id).lean<ResourceRecord>()
      return resource ? thingOfResource(resource) : undefined
    },
    audience: audienceOfResource,
    hide: hideResource,
    restore: restoreResource,
    waiting,
  },
  writing: {
    any: author => Resource.exists({ author }),
    standing: (author, most) => Resource.countDocuments({ author, state: 'published' }).limit(most),
    figure: {
      name: 'resources',
      count: (author, viewer) => Resource.countDocuments({ ...readableBy(viewer), author }),
    },
  },
}

export async function audienceOfResource(id: unknown) {
  return (await Resource.findById(id, 'audience').lean())?.audience
}

/** The resource of this address, for members who may read it. */
export async function readable(req: Request): Promise<ResourceRecord> {
  const viewer = signedIn(req)
  const resource = await resourceBySlug(String(req.params.slug))
  return found(resource, canRead(viewer, resource))
}

function waitingFor(viewer: Viewer, fields?: string) {
  const others = { author: { $ne: viewer.id }, ...seenBy(viewer) }
  return Resource.find({ waiting: true, state: 'review', ...others }, fields)
}
