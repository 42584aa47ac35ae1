import { z } from 'zod'
import { Resource, type ResourceRecord } from '../../../models/resource.ts'
import { RESOURCE_KINDS } from '../../../models/words/resource.ts'
import { themeKey } from '../../platform/content/themes.ts'
import { line, list } from '../../platform/http/parse.ts'
import type { Viewer, Visitor } from '../../platform/who/viewer.ts'
import { bylinesOf } from '../authors.ts'
import { readable } from '../queries.ts'

/** What a feed is asked for: a kind, themes, and for those who come again, only what changed since. */
export const feedQuery = z.object({
  type: z.enum(RESOURCE_KINDS).optional().catch(undefined),
  theme: list(line(80).min(1).transform(themeKey), 10).catch([]),
  depuis: z.iso.datetime({ offset: true }).pipe(z.coerce.date()).optional().catch(undefined),
  apres: z
    .string()
    .regex(/^[0-9a-f]{24}$/)
    .optional()
    .catch(undefined),
})

export type FeedQuery = z.output<typeof feedQuery>
type Who = Viewer | Visitor

function chosen({ type, theme }: FeedQuery) {
  return { ...(type ? { kind: type } : {}), ...(theme.length ? { themeKeys: { $in: theme } } : {}) }
}

/** The newest that this reader may see, with who wrote them. */
export async function novelties(query: FeedQuery, viewer: Who, limit: number) {
  const newest = Resource.find({ ...readable(viewer), ...chosen(query) }, '-words')
  return withAuthors(await newest.sort({ publishedAt: -1, _id: -1 }).limit(limit).lean())
}

/**
 * The least recently changed first, so that a portal that goes from page to page misses nothing that
 * changes meanwhile. `depuis` and `apres` are the moment and the id of the last one it has.
 */
export async function changesSince(query: FeedQuery, viewer: Who, limit: number) {
  const { depuis, apres } = query
  const later = depuis && {
    $or: [
      { updatedAt: { $gt: depuis } },
      ...(apres ? [{ updatedAt: depuis, _id: { $gt: apres } }] : []),
    ],
  }
  const changed = Resource.find({ ...readable(viewer), ...chosen(query), ...later }, '-words')
  return withAuthors(await changed.sort({ updatedAt: 1, _id: 1 }).limit(limit).lean())
}

async function withAuthors(records: ResourceRecord[]) {
  const people = await bylinesOf(records.map(({ author }) => author))
  return records.map(record => ({ record, author: people.get(String(record.author)) }))
}
