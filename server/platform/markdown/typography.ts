/**
 * The spaces and signs of printed French, with U+00A0 throughout because the site's fonts have no
 * U+202F. Idempotent. URLs, e-mails, code, `{{interpolations}}`, HTML tags and entities are kept.
 */
export function frenchTypography(text: string): string {
  if (text.length > LONGEST_KEPT) return typeset(text)
  const known = titles.get(text) ?? typeset(text)
  if (titles.size >= MOST_KEPT) titles.clear()
  titles.set(text, known)
  return known
}

/** Titles come back on every page; longer texts are set once, when they are written. */
const titles = new Map<string, string>()
const LONGEST_KEPT = 300
const MOST_KEPT = 5_000

function typeset(text: string): string {
  const kept: string[] = []
  const masked = text.replace(untouchable, match => {
    kept.push(match)
    return mask
  })
  const set = rules.reduce((out, [pattern, sign]) => out.replace(pattern, sign), masked)
  let next = 0
  return set.replaceAll(mask, () => kept[next++] ?? '')
}

// A private-use character stands for each kept piece, so that the rules see what is around it.
// One that is already in the text is kept like the others. Each pattern stays linear on any input: a
// run of spaces is looked at from its first one only.
const mask = '\uE000'
const untouchable = new RegExp(
  [
    mask,
    '`[^`\\n]*`',
    '\\{\\{[^{}]*\\}\\}\\}?',
    '<code\\b[^<>]*>[^<]*</code>',
    '</?[a-zA-Z][^<>]*>',
    '<!--[^<>]*-->',
    '&(?:#\\w{1,8}|[a-zA-Z]\\w{1,31});',
    '(?<![\\w+.-])(?:[a-zA-Z][a-zA-Z\\d+.-]{1,15}:\\/\\/|mailto:|tel:|www\\.)[^\\s<>«»"`{}\u00A0]+',
    "(?<![\\w.+'-])[\\w.+'-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+",
  ].join('|'),
  'g',
)

const gap = '[ \u00A0\u202F]'
const units = 'h|min|s|ans?|€|%|[kMG]o|octets|[ckm]?m|k?g|pers\\.?|personnes?'

const rules: [RegExp, string][] = [
  [/\u202F/g, '\u00A0'],
  [/(?<![./])\.{3}(?![./])/g, '…'],
  [/(?<=[\p{L}\uE000])'(?=[\p{L}\p{N}«\uE000])/gu, '’'],
  [/«(?=\S)|« +/g, '«\u00A0'],
  [/(?<=\S)»|(?<! ) +»/g, '\u00A0»'],
  // A sign already set apart: only the kind of space changes. `:)` is left alone.
  [/(?<! ) +(?=[!?]+(?![\w/=]))/g, '\u00A0'],
  [/(?<! ) +(?=[:;](?:\s|$|[»”]))/g, '\u00A0'],
  // A sign that sticks to its word.
  [/(?<=[\p{L}\p{N})\]»”’%€\uE000])(?=[!?]+(?:\s|$|[)\]»”"*_…]))/gu, '\u00A0'],
  [/(?<=[\p{L}\p{N})\]»”%€\uE000])(?=[:;](?:\s|$))/gu, '\u00A0'],
  [/(?<![\p{L}\p{N}])(\d{1,2}) ?h ?(\d{2})(?![\p{L}\p{N}])/gu, '$1\u00A0h\u00A0$2'],
  [/(?<=\d)(?=h(?![\p{L}\p{N}]))/gu, '\u00A0'],
  [new RegExp(`(?<=[\\d\uE000])${gap}+(?=(?:${units})(?![\\p{L}\\p{N}]))`, 'gu'), '\u00A0'],
  [/(?<=\d)(?=[€%](?![\p{L}\p{N}]))/gu, '\u00A0'],
  [/(?<![\p{L}\p{N}])([nN]°) ?(?=[\d\uE000])/gu, '$1\u00A0'],
]
