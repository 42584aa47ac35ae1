import type { CollectionRecord } from '../../models/collection.ts'
import type { Byline } from '../library/authors.ts'
import type { Card } from '../library/presenter.ts'
import type { Language } from '../platform/i18n/index.ts'
import { formatShortDay } from '../platform/time/format.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { canEdit, canFill } from './policy.ts'

export const collectionUrl = ({ slug }: { slug: string }) => `/collections/${slug}`

/** A collection in a list; `count` is of what its reader may see. */
export function presentCollection(
  record: CollectionRecord,
  author: Byline | undefined,
  count: number,
  language: Language,
) {
  const { slug, title, summary, official, personal, audience, createdAt, updatedAt } = record
  return {
    id: String(record._id),
    url: collectionUrl(record),
    ...{ slug, title, summary, official, count },
    audience: personal ? 'personal' : audience,
    hidden: Boolean(record.hiddenAt),
    author: author ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    day: formatShortDay(updatedAt, language),
  }
}

export type Entry = { card: Card; note: string }

export function presentEntries(entries: Entry[]) {
  return entries.map(({ card, note }, index) => ({ ...card, note, place: index + 1 }))
}

export function rightsOn(record: CollectionRecord, viewer: Viewer | Visitor) {
  return { edit: canEdit(viewer, record), fill: canFill(viewer, record) }
}
