import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { NotFound } from '../errors.ts'
import { audiencesOf, seenBy } from '../groups/audience.ts'
import { folded } from '../http/slugs.ts'
import type { Language } from '../i18n/index.ts'
import type { Viewer, Visitor } from '../members/policy.ts'
import { remember } from '../memory.ts'
import { wordFilter, wordsOf } from '../search/words.ts'
import { bylinesOf } from './authors.ts'
import { type Card, type CardRecord, presentCard, presentResource } from './presenter.ts'

/** Everything that shown resources depend on: themselves, and the names beside them. */
export const RESOURCE_TOPICS = ['resources', 'members', 'spaces']

/** A card needs none of the long texts. */
export const CARD_FIELDS = '-body -html -words -steps.body -steps.html -attachments'

/** Published resources that this reader may see, as a filter of queries. */
export function readable(viewer: Viewer | Visitor) {
  return { state: 'published' as const, ...seenBy(viewer) }
}

/** The newest ones, as cards. */
export function recentResources(viewer: Viewer | Visitor, limit: number, language: Language) {
  const key = `recent resources ${audiencesOf(viewer)} ${limit} ${language}`
  return remember(RESOURCE_TOPICS, key, async () => {
    const newest = Resource.find(readable(viewer), CARD_FIELDS).sort({ publishedAt: -1, _id: -1 })
    return cardsOf(await newest.limit(limit).lean(), language)
  })
}

/** The newest of a group; whoever asks is in it. */
export function resourcesOfGroup(audience: string, limit: number, language: Language) {
  const key = `recent resources of ${audience} ${limit} ${language}`
  return remember(RESOURCE_TOPICS, key, async () => {
    const newest = Resource.find({ state: 'published', audience }, CARD_FIELDS)
    const sorted = newest.sort({ publishedAt: -1, _id: -1 }).limit(limit)
    return cardsOf(await sorted.lean(), language)
  })
}

/** Those that hold every word of a query, or a word that begins with it; best titles first. */
export async function searchResources(
  viewer: Viewer | Visitor,
  query: string,
  limit: number,
  language: Language,
): Promise<{ items: Card[]; total: number }> {
  const words = wordFilter(query)
  if (!words) return { items: [], total: 0 }
  const filter = { $and: [readable(viewer), words] }
  const [total, near] = await Promise.all([
    Resource.countDocuments(filter),
    Resource.find(filter, CARD_FIELDS)
      .sort({ publishedAt: -1, _id: -1 })
      .limit(limit * 5)
      .lean(),
  ])
  const best = byTitle(near, wordsOf(query)).slice(0, limit)
  return { items: await cardsOf(best, language), total }
}

/** A word in the title says more than the same word in the text. */
function byTitle<T extends { title: string }>(records: T[], words: string[]) {
  const score = (title: string) => words.filter(word => folded(title).includes(word)).length
  return records
    .map(record => ({ record, score: score(record.title) }))
    .sort((a, b) => b.score - a.score)
    .map(({ record }) => record)
}

export async function cardsOf(records: CardRecord[], language: Language) {
  const people = await bylinesOf(records.flatMap(one => [one.author, one.tally?.checkedBy]))
  return records.map(one => presentCard(one, people, language))
}

/** The record itself, whoever asks: check `canRead` before showing any of it. Throws NotFound. */
export function resourceBySlug(slug: string | undefined): Promise<ResourceRecord> {
  if (!slug || !/^[a-z0-9-]{1,100}$/.test(slug)) return Promise.reject(new NotFound())
  return remember(['resources'], `resource ${slug}`, async () => {
    const record = await Resource.findOne({ slug }, '-words').lean()
    // Thrown inside, so that addresses of nothing fill no memory.
    if (!record) throw new NotFound()
    return record as ResourceRecord
  })
}

/** The record in the words of a language, with who wrote it. */
export function presented(record: ResourceRecord, language: Language) {
  const { _id, version, state, updatedAt } = record
  const key = `resource ${_id} ${version} ${state} ${+updatedAt} ${language}`
  return remember(RESOURCE_TOPICS, key, async () =>
    presentResource(record, await bylinesOf(namedIn(record)), language),
  )
}

function namedIn({ author, editor, tally }: ResourceRecord) {
  return [author, editor, tally?.checkedBy]
}
