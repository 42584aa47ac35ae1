import { Resource, type ResourceRecord } from '../../models/resource.ts'
import { namedFiles } from '../platform/attachments/present.ts'
import { NotFound } from '../platform/errors.ts'
import { type Language, translator } from '../platform/i18n/index.ts'
import { remember, type Topic } from '../platform/memory.ts'
import { audiencesOf, seenBy } from '../platform/who/audience.ts'
import type { Viewer, Visitor } from '../platform/who/viewer.ts'
import { bylinesOf } from './authors.ts'
import { creditOf } from './origin.ts'
import { type CardRecord, presentCard, presentResource } from './presenter.ts'

/** Everything that shown resources depend on: themselves, and the names beside them. */
export const RESOURCE_TOPICS: readonly Topic[] = ['resources', 'members', 'spaces', 'synonyms']

/** A card needs none of the long texts. */
export const CARD_FIELDS = '-body -html -steps.body -steps.html -attachments'

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

/** Of these, the ones that this reader may see, as the search tells them. */
export async function resourceHits(viewer: Viewer | Visitor, ids: string[], language: Language) {
  const records = await Resource.find(
    { _id: { $in: ids }, ...readable(viewer) },
    'slug title summary body steps kind materials attachments',
  ).lean<ResourceRecord[]>()
  const t = translator(language)
  return records.map(
    ({ _id, slug, title, summary, body, steps, kind, materials, attachments }) => ({
      ...{ id: String(_id), url: `/ressources/${slug}`, title, meta: t(`library.kinds.${kind}`) },
      texts: [
        summary,
        ...steps.flatMap(step => [step.title, step.body]),
        body,
        materials.join(', '),
      ],
      files: namedFiles(attachments, `/ressources/${slug}`),
    }),
  )
}

export async function cardsOf(records: CardRecord[], language: Language) {
  const people = await bylinesOf(records.flatMap(one => [one.author, one.tally?.checkedBy]))
  return records.map(one => presentCard(one, people, language))
}

/** The record itself, whoever asks: check `canRead` before showing any of it. Throws NotFound. */
export function resourceBySlug(slug: string | undefined): Promise<ResourceRecord> {
  if (!slug || !/^[a-z0-9-]{1,100}$/.test(slug)) return Promise.reject(new NotFound())
  return remember(['resources'], `resource ${slug}`, async () => {
    const record = await Resource.findOne({ slug }).lean()
    // Thrown inside, so that addresses of nothing fill no memory.
    if (!record) throw new NotFound()
    return record as ResourceRecord
  })
}

/** The record in the words of a language, with who wrote it. */
export function presented(record: ResourceRecord, language: Language) {
  const { _id, version, state, updatedAt } = record
  const key = `resource ${_id} ${version} ${state} ${+updatedAt} ${language}`
  return remember(RESOURCE_TOPICS, key, async () => {
    const people = await bylinesOf(namedIn(record))
    return presentResource(record, people, language, await creditOf(record, language))
  })
}

function namedIn({ author, editor, tally }: ResourceRecord) {
  return [author, editor, tally?.checkedBy]
}
