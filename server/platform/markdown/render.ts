import sanitizeHtml from 'sanitize-html'
import { Kept } from './kept.ts'
import { isFileHere, type MarkdownOptions, parserFor } from './parser.ts'
import { plainWords } from './plain.ts'

export type { MarkdownOptions } from './parser.ts'

/** Markdown as members write it → HTML that may stand on any page. Never passes raw HTML through. */
export function renderMarkdown(source: string, options: MarkdownOptions = {}): string {
  const html = parserFor(options).render(source, { ...options })
  return sanitizeHtml(html, allowed)
}

/**
 * The words alone, on one line, for lists, meta descriptions and notifications.
 * With `max`, cut between words at that many characters, the ellipsis included.
 */
export function plainText(source: string, max?: number): string {
  // An excerpt needs no more of a long source than its beginning; markup is rarely half of it.
  const read = max === undefined ? source : source.slice(0, max * 4 + 2000)
  const words = wordsOf(read)
  return max === undefined || words.length <= max ? words : cut(words, max)
}

const known = new Kept(2_000_000)

/** Every search shows the same texts again: to read one takes milliseconds. */
function wordsOf(source: string): string {
  return known.get(source) ?? known.keep(source, plainWords(parserFor({}).parse(source, {})))
}

function cut(words: string, max: number): string {
  const room = words.slice(0, Math.max(0, max - 1))
  const whole = /\s/.test(words.charAt(room.length)) ? room : room.replace(/\s+\S*$/, '')
  return `${whole.replace(/[\s,;:–—-]+$/, '').replace(/[\uD800-\uDBFF]$/, '')}…`
}

// markdown-it is told the same; this is the second lock, in case a plugin or an update opens the first.
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'em', 's', 'a', 'img', 'code', 'pre'],
    ...['ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'loading'],
    ol: ['start'],
    th: ['data-align'],
    td: ['data-align'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  exclusiveFilter: frame => frame.tag === 'img' && !isFileHere(frame.attribs.src ?? ''),
}
