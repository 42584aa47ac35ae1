import { Resource } from '../../models/resource.ts'
import {
  MOST_READ,
  type NewsPart,
  type NewsReader,
  type Span,
  within,
} from '../platform/content/news.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { readable } from './queries.ts'

export const resourceNews: NewsPart = {
  name: 'resources',
  place: 6,
  unlessTold: true,
  find: newResources,
}

/** On the member's themes, or all of them when they chose none. */
async function newResources(viewer: Viewer, { _id, themes }: NewsReader, span: Span) {
  const records = await Resource.find(
    { ...readable(viewer), publishedAt: within(span) },
    'title slug themeKeys author',
  )
    .sort({ publishedAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ author }) => String(author) !== String(_id))
    .filter(({ themeKeys }) => themes.length === 0 || themeKeys.some(key => themes.includes(key)))
    .map(({ title, slug }) => ({ title, url: `/ressources/${slug}` }))
}
