import { retryWhileTaken } from '../database/duplicates.ts'
import { slugOf } from '../http/slugs.ts'

/** Words of the URL map that stand where a slug could. */
const RESERVED = new Set([
  'nouvelle',
  'nouveau',
  'modifier',
  'page',
  'tous',
  'brouillons',
  'apercu',
  'importation',
])

/** A model whose `slug` is unique. */
type Slugged = { exists(filter: { slug: string }): PromiseLike<unknown> }

/**
 * Lets `create` write a record under the first slug of these words that nobody has: `rencontre-de-brest`, then `rencontre-de-brest-2`.
 * Two writers at once may be given the same one: the unique index refuses the second, for whom the next one is looked for.
 */
export function createWithSlug<T>(
  model: Slugged,
  words: string,
  create: (slug: string) => Promise<T>,
): Promise<T> {
  return retryWhileTaken('slug', async () => create(await freeSlug(model, words)))
}

async function freeSlug(model: Slugged, words: string) {
  const base = slugOf(words)
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`
    if (!RESERVED.has(slug) && !(await model.exists({ slug }))) return slug
  }
}
