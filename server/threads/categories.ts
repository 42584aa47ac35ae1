import { Category, type CategoryRecord } from '../../models/category.ts'
import { Thread } from '../../models/thread.ts'
import type { Language } from '../platform/i18n/index.ts'
import { remember } from '../platform/memory.ts'
import { audiencesOf, membersSeenBy } from '../platform/who/audience.ts'
import type { Viewer } from '../platform/who/viewer.ts'

/** Every category, in the order that an administrator gave them. */
export function categories(): Promise<CategoryRecord[]> {
  return remember(['categories'], 'categories', () =>
    Category.find({}).sort({ order: 1, _id: 1 }).lean<CategoryRecord[]>().exec(),
  )
}

/** The category of this slug; without one, the first; undefined when there is none. */
export async function categoryOf(slug: string | undefined) {
  const all = await categories()
  return slug === undefined ? all[0] : all.find(category => category.slug === slug)
}

/** How many discussions each category holds for this reader, by id. */
export function threadCounts(viewer: Viewer): Promise<ReadonlyMap<string, number>> {
  const key = `threads by category ${audiencesOf(viewer)}`
  return remember(['threads', 'categories'], key, async () => {
    const counts = (await categories()).map(async ({ _id }) => {
      const seen = { category: _id, away: null, ...membersSeenBy(viewer) }
      const count = await Thread.countDocuments(seen)
      return [String(_id), count] as const
    })
    return new Map(await Promise.all(counts))
  })
}

export function presentCategory(category: CategoryRecord, language: Language) {
  const english = language === 'en'
  return {
    id: String(category._id),
    slug: category.slug,
    url: `/discussions?categorie=${category.slug}`,
    name: (english && category.nameEn) || category.name,
    description: (english && category.descriptionEn) || category.description,
    tone: category.tone,
  }
}
