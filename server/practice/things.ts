import type { RatingRecord } from '../../models/rating.ts'
import type { RunReportRecord } from '../../models/run-report.ts'
import { resourceUrl } from '../library/presenter.ts'
import type { Thing } from '../platform/content/thing.ts'

type Sheet = { slug: string; title: string }

export function thingOfRun(run: RunReportRecord, { title, slug }: Sheet): Thing {
  const { _id, member, changes, body, hiddenAt } = run
  return {
    kind: 'run',
    id: String(_id),
    url: `${resourceUrl({ slug })}/seances/${_id}`,
    author: String(member),
    title,
    body: [changes, body].filter(Boolean).join('\n\n'),
    hidden: Boolean(hiddenAt),
  }
}

export function thingOfRating(rating: RatingRecord, { title, slug }: Sheet): Thing {
  const { _id, member, body, hiddenAt } = rating
  return {
    kind: 'rating',
    id: String(_id),
    url: `${resourceUrl({ slug })}/avis/${_id}`,
    author: String(member),
    title,
    body,
    hidden: Boolean(hiddenAt),
  }
}
