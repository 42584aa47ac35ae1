import type { QueryFilter } from 'mongoose'
import { Member } from '../../models/member.ts'
import { Space, type SpaceFields, type SpaceRecord } from '../../models/space.ts'
import { presentAuthor } from '../people/members/presenter.ts'
import { wordFilter } from '../platform/content/words.ts'
import { remember } from '../platform/memory.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import type { SpacesQuery } from './forms.ts'
import { dayOf } from './hours.ts'
import type { Territories } from './presenter.ts'

/** These spaces, as the search tells them. They are public. */
export async function spaceHits(_viewer: Viewer | Visitor, ids: string[]) {
  const spaces = await Space.find({ _id: { $in: ids } }, 'name slug commune description').lean()
  return spaces.map(({ _id, name, slug, commune, description }) => ({
    ...{ id: String(_id), url: `/lieux/${slug}`, title: name, meta: commune },
    texts: [description],
  }))
}

export function spaceCount(): Promise<number> {
  return remember(['spaces'], 'space count', () => Space.countDocuments())
}

/** The directory in the order of communes, as the reader filters it. */
export function spacesFor(query: SpacesQuery, territories: Territories) {
  return Space.find(filterOf(query, territories)).sort({ sortKey: 1 })
}

/** Who runs a space: active members only. */
export async function teamOf(space: SpaceRecord) {
  const members = await Member.find({ space: space._id, state: 'active' }, 'name slug photo role')
    .sort({ name: 1 })
    .limit(100)
    .lean()
  return members.map(member => ({ ...presentAuthor(member), role: member.role }))
}

function filterOf(query: SpacesQuery, territories: Territories): QueryFilter<SpaceFields> {
  const { q, type, territoire, service, ouvert, label } = query
  return {
    ...wordFilter(q),
    ...(type ? { kind: type } : {}),
    ...(territoire ? { territory: territoryId(territoire, territories) } : {}),
    ...(service.length ? { services: { $all: service } } : {}),
    ...(ouvert ? { openDays: dayOf(new Date()) } : {}),
    ...(label ? { labelled: true } : {}),
  }
}

/** An unknown territory has no space; null would mean those of none. */
function territoryId(slug: string, territories: Territories) {
  const known = [...territories.values()].find(territory => territory.slug === slug)
  return known?._id ?? { $in: [] }
}
