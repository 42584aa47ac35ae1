import { Gathering } from '../../models/gathering.ts'
import {
  MOST_READ,
  type NewsPart,
  type NewsReader,
  type Span,
  within,
} from '../platform/content/news.ts'
import type { Viewer } from '../platform/who/viewer.ts'
import { visibleTo } from './queries.ts'

export const gatheringNews: NewsPart = {
  name: 'gatherings',
  place: 7,
  unlessTold: true,
  find: newGatherings,
}

/** Of the whole network, and of the member's space. */
async function newGatherings(viewer: Viewer, { _id, space }: NewsReader, span: Span) {
  const records = await Gathering.find(
    { ...visibleTo(viewer), createdAt: within(span) },
    'title slug space author endsAt',
  )
    .sort({ createdAt: -1 })
    .limit(MOST_READ)
    .lean()
  return records
    .filter(({ author, endsAt }) => String(author) !== String(_id) && endsAt > span.until)
    .filter(one => !one.space || String(one.space) === String(space))
    .map(({ title, slug }) => ({ title, url: `/rencontres/${slug}` }))
}
