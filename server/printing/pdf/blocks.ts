import type { Token } from 'markdown-it'
import { parserFor } from '../../platform/markdown/parser.ts'
import type { Pack } from '../pack.ts'
import { drawFigure } from './figure.ts'
import type { Flow, Place } from './flow.ts'
import { inlineOf } from './inline.ts'
import { type Cell, drawTable, type Row } from './table.ts'
import { EDGE, INK, LINE, PAGE, type Piece, SOFT, type Style, SUNK, TEXT } from './theme.ts'

type Where = { x: number; width: number }
/** `headings` is how deep the text's own headings begin below those of the page. */
export type Options = Where & { headings: number; style?: Style }

const INDENT = 16
const GAP = 5

/** Markdown at the cursor. */
export function drawMarkdown(flow: Flow, pack: Pack, source: string, options: Options) {
  const french = pack.language === 'fr'
  const tokens = parserFor({}).parse(source, { french, headingOffset: options.headings })
  new Blocks(flow, pack, options.style ?? TEXT).draw(treeOf(tokens), options)
}

/** A token with what is between it and its end. */
type Node = { token: Token; children: Node[] }

function treeOf(tokens: readonly Token[]): Node[] {
  const top: Node[] = []
  const open: Node[][] = [top]
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop()
      continue
    }
    const node = { token, children: [] }
    open.at(-1)?.push(node)
    if (token.nesting === 1) open.push(node.children)
  }
  return top
}

class Blocks {
  readonly #flow: Flow
  readonly #pack: Pack
  readonly #style: Style

  constructor(flow: Flow, pack: Pack, style: Style) {
    this.#flow = flow
    this.#pack = pack
    this.#style = style
  }

  draw(nodes: readonly Node[], where: Where) {
    for (const node of nodes) this.#block(node, where)
  }

  #block(node: Node, where: Where) {
    const { token, children } = node
    if (token.type === 'paragraph_open') this.#paragraph(children, where, token.hidden)
    else if (token.type === 'heading_open') this.#heading(node, where)
    else if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open')
      this.#list(node, where)
    else if (token.type === 'blockquote_open') this.#quote(children, where)
    else if (token.type === 'fence' || token.type === 'code_block') this.#code(token.content, where)
    else if (token.type === 'table_open') this.#table(children, where)
    else if (token.type === 'hr') this.#rule(where)
    else this.draw(children, where)
  }

  #paragraph(children: readonly Node[], where: Where, tight: boolean) {
    const { pieces, images } = this.#inline(children, this.#style)
    if (pieces.some(({ text }) => text.trim()))
      this.#flow.inside('P', () => this.#flow.write(pieces, where))
    for (const image of images) drawFigure(this.#flow, this.#pack, image, where)
    this.#flow.y += tight ? 1 : GAP
  }

  #heading({ token, children }: Node, where: Where) {
    const level = Math.min(6, Number(token.tag.slice(1)))
    const size = level <= 3 ? 13 : 11.5
    const { pieces } = this.#inline(children, { face: 'text-bold', size, colour: INK })
    this.#flow.y += 5
    this.#flow.need(size * 5)
    this.#flow.inside(`H${level}`, () => this.#flow.write(pieces, { ...where, hyphenate: false }))
    this.#flow.y += 2
  }

  #list({ token, children }: Node, where: Where) {
    const ordered = token.type === 'ordered_list_open'
    const first = Number(token.attrGet('start') ?? 1)
    const inner = { x: where.x + INDENT, width: where.width - INDENT }
    this.#flow.inside('L', () => {
      children.forEach((item, index) => {
        this.#flow.need(this.#style.size * 1.5)
        this.#flow.inside('LI', () => {
          this.#label(ordered ? `${first + index}.` : '•', where.x)
          this.#flow.inside('LBody', () => this.draw(item.children, inner))
        })
      })
    })
    this.#flow.y += 3
  }

  #label(text: string, x: number) {
    const place: Place = { x, width: INDENT - 4, align: text === '•' ? 'left' : 'right' }
    this.#flow.inside('Lbl', () => {
      const style = { ...this.#style, colour: SOFT }
      const [line] = this.#flow.set([{ text, style }], { width: 60 })
      if (line) this.#flow.line(line, style.size, place)
    })
  }

  #quote(children: readonly Node[], { x, width }: Where) {
    this.#flow.inside('BlockQuote', () =>
      this.#flow.beside(
        () => this.draw(children, { x: x + 14, width: width - 14 }),
        (top, bottom) => this.#flow.doc.rect(x, top, 2.5, bottom - top - GAP).fill(EDGE),
      ),
    )
    this.#flow.y += 2
  }

  #code(content: string, { x, width }: Where) {
    const style: Style = { face: 'mono', size: 8.5, colour: INK }
    const text = content
      .replace(/\n$/, '')
      .replace(/\t/g, '  ')
      .replace(/^ +/gm, spaces => '\u00A0'.repeat(spaces.length))
    const lines = this.#flow.set([{ text, style }], { width: width - 16, hyphenate: false })
    this.#flow.inside('P', () =>
      this.#flow.inside('Code', () => {
        for (const line of lines) {
          this.#flow.need(style.size * 1.42)
          const { y, doc } = this.#flow
          this.#flow.artifact(() => doc.rect(x, y, width, style.size * 1.42 + 0.5).fill(SUNK))
          this.#flow.line(line, style.size, { x: x + 8, width: width - 16 })
          this.#flow.y += style.size * 1.42
        }
      }),
    )
    this.#flow.y += GAP + 2
  }

  #table(children: readonly Node[], where: Where) {
    const rows: Row[] = children.flatMap(part =>
      part.children.map(({ children: cells }) => cells.map(cell => this.#cell(cell))),
    )
    drawTable(this.#flow, rows, where)
  }

  #cell({ token, children }: Node): Cell {
    const heading = token.type === 'th_open'
    const style: Style = heading ? { ...this.#style, face: 'text-bold' } : this.#style
    const { pieces, images } = this.#inline(children, style)
    const described: Piece[] = images.map(({ alt }) => ({ text: alt, style }))
    return {
      pieces: [...pieces, ...described],
      heading,
      align: token.attrGet('data-align') === 'right' ? 'right' : 'left',
    }
  }

  #rule({ x, width }: Where) {
    this.#flow.need(20)
    const y = this.#flow.y + 7
    this.#flow.artifact(() =>
      this.#flow.doc
        .moveTo(x, y)
        .lineTo(x + width, y)
        .lineWidth(0.7)
        .strokeColor(LINE)
        .stroke(),
    )
    this.#flow.y = Math.min(PAGE.bottom, this.#flow.y + 15)
  }

  #inline(children: readonly Node[], style: Style) {
    const tokens = children.flatMap(({ token }) => token.children ?? [])
    return inlineOf(tokens, style, href => wholeAddress(href, this.#pack.origin))
  }
}

function wholeAddress(href: string, origin: string) {
  return href.startsWith('/') ? `${origin}${href}` : href
}
