import type { SavedSearchRecord } from '../../../models/saved-search.ts'
import type { NewsPart, Span } from '../../platform/content/news.ts'
import type { Filter } from '../../platform/content/searchable.ts'
import type { Viewer } from '../../platform/who/viewer.ts'
import { recordsOf } from '../hits.ts'
import { scopeOf } from '../scope.ts'
import { search, startSearch, untilSearchReady } from '../service.ts'
import { savedBy } from './actions.ts'
import { savedListOf } from './asked.ts'

const MOST_OF_ONE = 20

export const savedSearchNews: NewsPart = {
  name: 'searches',
  place: 1,
  toldFirst: true,
  find: (viewer, _reader, span) => newlyFound(viewer, span),
}

/** What came since their last mail and matches what this member saved, among what they may see now. */
export async function newlyFound(viewer: Viewer, span: Span) {
  const saved = await savedBy(viewer.id)
  if (saved.length === 0) return []
  startSearch()
  await untilSearchReady()
  const keys = new Set<string>()
  for (const one of saved) for (const key of await keysOf(one, viewer, span)) keys.add(key)
  keys.delete(`members:${viewer.id}`)
  const records = await recordsOf([...keys], viewer, 'fr')
  const byUrl = new Map(records.map(({ title, url }) => [url, { title, url }]))
  return [...byUrl.values()]
}

/** What only nearly says it is no news. */
async function keysOf(saved: SavedSearchRecord, viewer: Viewer, span: Span) {
  const since = new Date(Math.max(+saved.createdAt, +span.since))
  const others = { author: { $ne: viewer.id } }
  const came = cameWithin({ since, until: span.until })
  const { keys, near, guessed } = await search({
    q: saved.q,
    exact: true,
    filter: { $and: [scopeOf(viewer), came, others, ...choicesOf(saved)] },
    limit: MOST_OF_ONE,
  })
  return near || guessed.length > 0 ? [] : keys
}

/** All that was chosen, not the words alone. */
function choicesOf({ kind, filters }: SavedSearchRecord): Filter[] {
  const of: Filter[] = kind ? [{ of: kind }] : []
  const chosen = filters ? savedListOf(kind)?.conditions(filters) : undefined
  return [...of, ...(chosen ?? [])]
}

/** The day of a gathering is not the day when it was announced. */
function cameWithin({ since, until }: Span): Filter {
  const within = { $gt: since, $lte: until }
  return {
    $or: [
      { of: 'gatherings', createdAt: within },
      { of: { $ne: 'gatherings' }, at: within },
    ],
  }
}
