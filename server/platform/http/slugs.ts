import slugify from '@sindresorhus/slugify'

/**
 * A slug nobody has yet: `rencontre-de-brest`, then `rencontre-de-brest-2`. `taken` asks the model. Two
 * writers at once may get the same one: the unique index refuses the second.
 */
export async function freeSlug(title: string, taken: (slug: string) => Promise<unknown>) {
  const base = slugOf(title)
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`
    if (!RESERVED.has(slug) && !(await taken(slug))) return slug
  }
}

/** Words of the URL map that stand where a slug could. */
const RESERVED = new Set([
  ...['nouvelle', 'nouveau', 'modifier', 'page', 'tous'],
  ...['brouillons', 'apercu', 'importation'],
])

export function slugOf(title: string) {
  const slug = slugify(title.replace(/[’']/g, ' '), { decamelize: false }).slice(0, 80)
  return slug.replace(/-+$/, '') || 'sans-titre'
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/** Without accents nor case, for sorting and finding French words. */
export function folded(text: string) {
  // Most words have none, and searches fold thousands.
  if (ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
}
