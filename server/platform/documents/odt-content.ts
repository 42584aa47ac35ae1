import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { type OdtStyles, parse } from './odt-styles.ts'
import { DocumentRefused } from './refusal.ts'

const DEEPEST = 120
const LONGEST = 4_000_000
const MOST_SPACES = 20

/** Parts of a text that its reader does not see, or that a page makes anew. */
const SKIPPED = new Set([
  ...['text:tracked-changes', 'office:annotation', 'text:table-of-content', 'text:note'],
  ...[
    'text:sequence-decls',
    'office:forms',
    'office:scripts',
    'office:automatic-styles',
    'svg:title',
  ],
  ...['svg:desc', 'draw:object', 'office:font-face-decls', 'table:shapes'],
])

type Attributes = SaxesTagPlain['attributes']
type Opened = { close: string; skips: boolean }

/** The content of an OpenDocument text as HTML. */
export class OdtContent {
  readonly #styles: OdtStyles
  readonly #pictureAt: (name: string) => string | undefined
  readonly #open: Opened[] = []
  readonly #lists: string[] = []
  #html = ''
  #skipping = 0
  #alt = ''
  #picture = ''
  #describes = false

  constructor(styles: OdtStyles, pictureAt: (name: string) => string | undefined) {
    this.#styles = styles
    this.#pictureAt = pictureAt
  }

  html(xml: string): string {
    const parser = new SaxesParser()
    parser.on('opentag', tag => this.#opened(tag.name, tag.attributes))
    parser.on('closetag', ({ name }) => this.#closed(name))
    parser.on('text', text => this.#text(text))
    parse(parser, xml)
    return this.#html
  }

  #opened(name: string, attributes: Attributes) {
    const skips = SKIPPED.has(name)
    this.#describes = name === 'svg:title' || name === 'svg:desc'
    const close = this.#skipping > 0 || skips ? '' : this.#tag(name, attributes)
    this.#open.push({ close, skips })
    if (skips) this.#skipping++
    if (this.#open.length > DEEPEST) throw new DocumentRefused('damaged')
  }

  #closed(name: string) {
    const opened = this.#open.pop()
    this.#describes = false
    if (opened?.skips) this.#skipping--
    if (name === 'text:list' && this.#skipping === 0) this.#lists.pop()
    if (name === 'draw:frame') this.#endPicture()
    this.#add(opened?.close ?? '')
  }

  #text(text: string) {
    // The description comes after the picture, in its frame.
    if (this.#describes && !this.#alt) this.#alt = text.trim().slice(0, 200)
    const inText = this.#open.some(({ close }) => /<\/(p|h\d)>/.test(close))
    if (this.#skipping === 0 && inText) this.#add(escaped(text))
  }

  /** Writes what opens a tag, and tells what closes it. */
  #tag(name: string, attributes: Attributes): string {
    const style = attributes['text:style-name'] ?? ''
    if (name === 'text:h') return this.#begin(`h${level(attributes['text:outline-level'])}`)
    if (name === 'text:p') return this.#styles.isTitle(style) ? this.#title() : this.#begin('p')
    if (name === 'text:span') return this.#span(style)
    if (name === 'text:a') return this.#link(attributes['xlink:href'] ?? '')
    if (name === 'text:list') return this.#list(style)
    if (name === 'draw:image') this.#picture ||= attributes['xlink:href'] ?? ''
    if (name === 'text:line-break') this.#add('<br>')
    if (name === 'text:tab') this.#add(' ')
    if (name === 'text:s')
      this.#add(' '.repeat(Math.min(MOST_SPACES, Number(attributes['text:c'] ?? 1) || 1)))
    const same = SAME[name]
    return same ? this.#begin(same) : ''
  }

  #begin(...tags: string[]) {
    this.#add(tags.map(tag => `<${tag}>`).join(''))
    return tags
      .toReversed()
      .map(tag => `</${tag}>`)
      .join('')
  }

  #title() {
    this.#add('<h1 class="title">')
    return '</h1>'
  }

  #span(style: string) {
    const { bold, italic } = this.#styles.emphasis(style)
    return this.#begin(...(bold ? ['strong'] : []), ...(italic ? ['em'] : []))
  }

  #link(href: string) {
    this.#add(`<a href="${escaped(href)}">`)
    return '</a>'
  }

  /** An inner list has the style of the one around it. */
  #list(style: string) {
    const name = style || (this.#lists.at(-1) ?? '')
    this.#lists.push(name)
    return this.#begin(this.#styles.isNumbered(name, this.#lists.length) ? 'ol' : 'ul')
  }

  #endPicture() {
    const mark = this.#picture && this.#pictureAt(this.#picture)
    if (mark && this.#skipping === 0) this.#add(`<img src="${mark}" alt="${escaped(this.#alt)}">`)
    this.#picture = ''
    this.#alt = ''
  }

  #add(html: string) {
    this.#html += html
    if (this.#html.length > LONGEST) throw new DocumentRefused('tooLarge')
  }
}

const SAME: Record<string, string> = {
  'text:list-item': 'li',
  'text:list-header': 'li',
  'table:table': 'table',
  'table:table-row': 'tr',
  'table:table-cell': 'td',
}

function level(text: string | undefined) {
  return Math.max(1, Math.min(6, Number(text) || 1))
}

function escaped(text: string) {
  return text.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}
