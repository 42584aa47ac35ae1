import { Types } from 'mongoose'
import { Resource } from '../../models/resource.ts'
import { RunReport } from '../../models/run-report.ts'
import { Verification } from '../../models/verification.ts'
import { resourceUrl } from '../library/presenter.ts'
import { readable } from '../library/queries.ts'
import { MOST_READ, type NewsPart, type Span, within } from '../platform/content/news.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf } from '../platform/who/audience.ts'
import { isCoordinator, type Viewer, type Visitor } from '../platform/who/viewer.ts'

export const practiceNews: NewsPart[] = [
  { name: 'runs', place: 3, find: (viewer, _reader, span) => newRuns(viewer, span) },
  { name: 'broken', place: 4, find: (viewer, _reader, span) => newlyBroken(viewer, span) },
]

/** Who ran what this member wrote, since their last mail. */
export async function newRuns(viewer: Viewer, span: Span) {
  const own = await Resource.find({ ...readable(viewer), author: viewer.id }, 'title slug').lean()
  if (own.length === 0) return []
  const told = await RunReport.find(
    { createdAt: within(span), hiddenAt: null, resource: { $in: own.map(({ _id }) => _id) } },
    'resource member',
  )
    .sort({ createdAt: -1 })
    .limit(MOST_READ)
    .lean()
  const others = told.filter(({ member }) => String(member) !== viewer.id)
  return own
    .filter(({ _id }) => others.some(({ resource }) => resource.equals(_id)))
    .map(one => ({ title: one.title, url: `${resourceUrl(one)}/seances` }))
}

/** What was said to work no longer: their own for authors, everything that they see for coordinators. */
export async function newlyBroken(viewer: Viewer, span: Span) {
  const said = await Verification.find({ works: false, at: within(span) }, 'resource member')
    .sort({ at: -1 })
    .limit(MOST_READ)
    .lean()
  const others = said.filter(({ member }) => String(member) !== viewer.id)
  if (others.length === 0) return []
  const _id = { $in: others.map(({ resource }) => resource) }
  const { id: author } = viewer
  const whose = isCoordinator(viewer) ? {} : { author }
  // Somebody may have found since that it works.
  const broken = { ...readable(viewer), ...whose, _id, 'tally.works': false }
  const records = await Resource.find(broken, 'title slug').lean()
  return records.map(one => ({ title: one.title, url: resourceUrl(one) }))
}

/** How often others and themselves ran what an author wrote, of what this reader sees; null when never. */
export function prideOf(author: Types.ObjectId | string, viewer: Viewer | Visitor) {
  const key = `pride ${author} ${audiencesOf(viewer)}`
  return remember(['resources'], key, async () => {
    const own = { ...readable(viewer), author: new Types.ObjectId(String(author)) }
    const [sum] = await Resource.aggregate<{ runs: number }>([
      { $match: own },
      {
        $group: {
          _id: null,
          runs: { $sum: '$tally.runs' },
        },
      },
    ])
    if (!sum?.runs) return null
    return { runs: sum.runs }
  })
}
