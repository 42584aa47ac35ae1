import MarkdownIt, { type MarkdownIt as Parser, type Token } from 'markdown-it'
import { frenchTypography } from './typography.ts'

export type MarkdownOptions = {
  /** French spaces and apostrophes in the running text. */
  french?: boolean
  /** The level of the page's own heading above the text, 1 by default: the page owns the only h1. */
  headingOffset?: number
  /** A line break in the source is one on the page, true by default as people expect in posts. */
  breaks?: boolean
}

const poetry = markdown(true)
const prose = markdown(false)

export function parserFor({ breaks = true }: MarkdownOptions): Parser {
  return breaks ? poetry : prose
}

function markdown(breaks: boolean): Parser {
  const md = new MarkdownIt({ html: false, linkify: true, breaks })
  // Without this list `fiche.md` or `essai.py` would become links to Moldova and Paraguay.
  md.linkify
    .set({ fuzzyLink: true })
    .tlds(['fr', 'bzh', 'org', 'com', 'net', 'eu', 'info', 'coop', 'asso', 'be', 'ch', 'ca'])
  md.validateLink = isSafeLink
  md.core.ruler.push('rouedad', state => {
    const french = state.env?.french === true
    const offset = typeof state.env?.headingOffset === 'number' ? state.env.headingOffset : 1
    for (const token of state.tokens) settle(token, french)
    levelHeadings(state.tokens, Math.max(0, offset))
  })
  return md
}

/** Relative addresses, and http, https, mailto, tel. `//host` hides its host: not a link. */
function isSafeLink(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them inside a scheme
  const bare = url.replace(/[\u0000-\u0020\u007F-\u00A0\u200B-\u200F\u2028-\u202F\uFEFF]/g, '')
  if (/^[/\\]{2}|^\\/.test(bare)) return false
  const scheme = /^([^/?#]*?)(?::|&colon;|%3a)/i.exec(bare)?.[1]?.toLowerCase()
  return scheme === undefined || ['http', 'https', 'mailto', 'tel'].includes(scheme)
}

function settle(token: Token, french: boolean): void {
  if (token.type === 'th_open' || token.type === 'td_open') alignWithoutStyle(token)
  if (token.children) token.children = settleInline(token.children, french)
}

/**
 * Headings go one level at a time, the highest just below what the page says: people choose them by
 * their size, a screen reader reads them as an outline.
 */
function levelHeadings(tokens: Token[], offset: number): void {
  const open: number[] = []
  for (const token of tokens.filter(({ type }) => type.startsWith('heading_'))) {
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1))
      while ((open.at(-1) ?? 0) >= level) open.pop()
      open.push(level)
    }
    token.tag = `h${Math.min(4, offset + open.length)}`
  }
}

// The content security policy forbids inline styles.
function alignWithoutStyle(token: Token): void {
  const side = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1]
  if (side) token.attrs = [['data-align', side]]
}

function settleInline(children: Token[], french: boolean): Token[] {
  let inLink = 0
  for (const token of children) {
    inLink += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0
    if (token.type === 'link_open') markExternal(token)
    if (token.type === 'image') keepLocalImage(token)
    if (french && token.type === 'text' && !inLink) token.content = frenchTypography(token.content)
  }
  return children
}

function markExternal(token: Token): void {
  if (/^https?:/i.test(String(token.attrGet('href') ?? '')))
    token.attrSet('rel', 'nofollow ugc noopener')
}

// A picture from elsewhere would tell its host who reads: its description stays, as text.
function keepLocalImage(token: Token): void {
  if (isFileHere(String(token.attrGet('src') ?? ''))) {
    token.attrSet('loading', 'lazy')
  } else {
    token.type = 'text'
    token.attrs = null
  }
}

/**
 * Whether this is the address of a file of this site. A page in the place of an image would be asked for by
 * everybody who reads, and leave its marks for them; nor does a path climb out of the files.
 */
export function isFileHere(address: string): boolean {
  return FILE.test(address)
}

const FILE =
  /^(?!.*(?:\/\.|\/\/|%2e|%5c))\/[^?#\\]*(?:\/(?:pieces-jointes|apercus)\/[^?#\\]+|\/photo|\.(?:png|jpe?g|gif|webp|svg))$/i
