import slugify from '@sindresorhus/slugify'

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
