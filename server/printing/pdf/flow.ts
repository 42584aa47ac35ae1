import PDFDocument from 'pdfkit'
import type { Language } from '../../platform/i18n/index.ts'
import { FONTS, type FontName } from './fonts.ts'
import { type Line, linesOf } from './lines.ts'
import { LEADING, LINK, PAGE, type Piece, type Style, WIDTH } from './theme.ts'

export type Element = PDFKit.PDFStructureElement
export type Place = { x?: number; width?: number; hyphenate?: boolean; align?: 'left' | 'right' }

/** More pages than its part may have. */
export class TooLong extends Error {}

/**
 * A cursor that goes down pages of A4 and says, for those who do not see them, what each thing is:
 * every mark is inside an element of the structure, or said to be only decoration.
 */
export class Flow {
  readonly doc: PDFKit.PDFDocument
  readonly language: Language
  /** Signs that no font has, as they were met. */
  readonly missing = new Set<string>()
  y: number = PAGE.top
  /** How many pages there may be. */
  mostPages = Number.POSITIVE_INFINITY
  readonly #open: Element[]
  #inked: Element | undefined
  #chapter: PDFKit.PDFOutline | undefined
  readonly #turning = new Set<{ before: () => void; after: () => void }>()

  constructor(doc: PDFKit.PDFDocument, language: Language) {
    this.doc = doc
    this.language = language
    for (const [name, path] of Object.entries(FONTS)) doc.registerFont(name, path)
    const whole = doc.struct('Document')
    doc.addStructure(whole)
    this.#open = [whole]
    doc.addPage()
  }

  get left() {
    return PAGE.bottom - this.y
  }

  /** Runs `draw` inside an element of the structure. */
  inside(type: string, draw: (element: Element) => void, options: object = {}) {
    this.lift()
    const element = this.doc.struct(type, options)
    this.current.add(element)
    this.#open.push(element)
    try {
      draw(element)
    } finally {
      this.lift()
      this.#open.pop()
      element.end()
    }
  }

  /** What follows is drawn as the content of the current element. */
  ink(element = this.current) {
    if (this.#inked === element) return
    this.lift()
    element.add(this.doc.markStructureContent(typeOf(element)))
    this.#inked = element
  }

  lift() {
    if (this.#inked) this.doc.endMarkedContent()
    this.#inked = undefined
  }

  /** Decoration: lines, grounds, numbers of pages. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout') {
    this.lift()
    this.doc.markContent('Artifact', { type })
    draw()
    this.doc.endMarkedContent()
  }

  /** On the next page unless this height is left on this one. */
  need(height: number) {
    if (this.left < Math.min(height, PAGE.bottom - PAGE.top)) this.turn()
  }

  turn() {
    for (const one of this.#turning) one.before()
    this.lift()
    if (this.doc.bufferedPageRange().count >= this.mostPages) throw new TooLong()
    this.doc.addPage()
    this.y = PAGE.top
    for (const one of this.#turning) one.after()
  }

  /** A decoration as high as what `body` draws, page by page. */
  beside(body: () => void, draw: (top: number, bottom: number) => void) {
    let top = this.y
    const turning = {
      before: () => this.artifact(() => draw(top, Math.min(this.y, PAGE.bottom))),
      after: () => {
        top = this.y
      },
    }
    this.#turning.add(turning)
    try {
      body()
    } finally {
      this.#turning.delete(turning)
    }
    if (this.y > top) turning.before()
  }

  get pages() {
    return this.doc.bufferedPageRange().count
  }

  /** What the reader's list of contents shows: parts, and headings in them. */
  chapter(title: string) {
    this.#chapter = this.doc.outline.addItem(title, { expanded: true })
  }

  bookmark(title: string) {
    const top: object = { top: this.y - 8, left: PAGE.width }
    this.#chapter?.addItem(title, top)
  }

  /** Letters alone, for decorations. `base` is where they stand. */
  plain({ fragments }: Line, x: number, base: number) {
    let at = x
    for (const { text, font, style, width } of fragments) {
      this.doc.font(font, style.size).fillColor(style.colour)
      this.doc.text(text, at, base, { lineBreak: false, baseline: 'alphabetic' })
      at += width
    }
  }

  measure = (text: string, font: FontName, { size }: Style) =>
    this.doc.font(font, size).widthOfString(text)

  set(pieces: readonly Piece[], { width = WIDTH, hyphenate = true }: Place = {}): Line[] {
    const { measure, language } = this
    return linesOf(pieces, { width, measure, language, hyphenate })
  }

  /** A paragraph at the cursor, over as many pages as it takes; never one line of it alone. */
  write(pieces: readonly Piece[], place: Place = {}) {
    const size = Math.max(...pieces.map(({ style }) => style.size), 1)
    this.lines(this.set(pieces, place), size, place)
  }

  lines(lines: readonly Line[], size: number, place: Place = {}) {
    const height = size * LEADING
    lines.forEach((line, index) => {
      const left = lines.length - index
      const together = index === 0 ? Math.min(left, 2) : left === 2 ? 2 : 1
      this.need(together * height)
      this.line(line, size, place)
      this.y += height
    })
  }

  /** One line with its top at the cursor, which stays where it is. */
  line(line: Line, size: number, { x = PAGE.left, width = WIDTH, align = 'left' }: Place = {}) {
    const owner = this.current
    const fromRight = align === 'right' || line.fromRight
    let at = fromRight && line.fragments.length > 0 ? x + width - line.width : x
    const base = this.y + size * (LEADING / 2 + 0.32)
    for (const strokes of strokesOf(line)) {
      const [first] = strokes
      if (!first) continue
      const wide = strokes.reduce((sum, one) => sum + one.width, 0)
      const draw = () => this.#stroke(strokes.map(one => one.text).join(''), first, at, base, wide)
      for (const { missing } of strokes) if (missing) this.missing.add(missing)
      const { href } = first.style
      if (href) this.#linked(href, strokes.map(one => one.text).join(''), at, size, wide, draw)
      else if (first.missing)
        this.inside('Span', () => this.#inkOver(draw), { actual: first.missing })
      else {
        this.ink(owner)
        if (first.soft) this.#silently(draw)
        else draw()
      }
      at += wide
    }
    // A space between this line and the next, for what reads them aloud or copies them.
    if (line.fragments.at(-1)?.soft !== true) {
      this.ink(owner)
      this.doc
        .font('text-regular', 1)
        .text(' ', at, base, { lineBreak: false, baseline: 'alphabetic' })
    }
  }

  get current(): Element {
    const element = this.#open.at(-1)
    if (!element) throw new Error('The structure of the document is closed')
    return element
  }

  /** Who listens, copies or searches gets the word whole. */
  #silently(draw: () => void) {
    this.doc.markContent('Span', { actual: '\u00AD' })
    draw()
    this.doc.endMarkedContent()
  }

  #inkOver(draw: () => void) {
    this.ink()
    draw()
  }

  #linked(href: string, text: string, x: number, size: number, width: number, draw: () => void) {
    this.inside('Link', element => {
      this.ink()
      draw()
      this.lift()
      const options: object = { structParent: element, Contents: new String(text) }
      this.doc.link(x, this.y, width, size * LEADING, href, options)
    })
  }

  #stroke(
    text: string,
    { font, style }: Line['fragments'][number],
    x: number,
    base: number,
    width: number,
  ) {
    const { doc } = this
    doc.font(font, style.size).fillColor(style.colour)
    const oblique = style.oblique === true
    doc.text(text, x, base, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...(oblique ? { oblique } : {}),
    })
    const rules = [
      ...(style.href ? [base + style.size * 0.16] : []),
      ...(style.strike ? [base - style.size * 0.25] : []),
    ]
    for (const y of rules)
      doc
        .moveTo(x, y)
        .lineTo(x + width, y)
        .lineWidth(0.5)
        .strokeColor(style.href ? LINK : style.colour)
        .stroke()
  }
}

/** A new document that declares what it is: tagged, titled, in a language. */
export function newDocument(
  info: { Title: string; Author: string; Subject: string; CreationDate: Date; ModDate: Date },
  language: Language,
) {
  const options: object = {
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language === 'fr' ? 'fr-FR' : 'en-GB',
    info: { ...info, Creator: 'Rouedad', Producer: 'Rouedad' },
    subset: 'PDF/UA',
  }
  return new PDFDocument(options)
}

/** Neighbours of one font and style are drawn at once. */
function strokesOf({ fragments }: Line) {
  const strokes: Line['fragments'][] = []
  for (const one of fragments) {
    const last = strokes.at(-1)
    const near = last?.at(-1)
    const alike =
      near &&
      near.font === one.font &&
      near.style === one.style &&
      !near.missing &&
      !one.missing &&
      !one.soft &&
      !near.rightToLeft &&
      !one.rightToLeft
    if (last && alike) last.push(one)
    else strokes.push([one])
  }
  return strokes
}

function typeOf(element: Element) {
  return String(Reflect.get(Reflect.get(Reflect.get(element, 'dictionary'), 'data'), 'S'))
}
