import type { Language } from '../../platform/i18n/index.ts'
import { type FontName, runsOf } from './fonts.ts'
import { cutsOf } from './hyphens.ts'
import type { Piece, Style } from './theme.ts'

/** Letters of one font and style on one line. */
export type Fragment = {
  text: string
  font: FontName
  style: Style
  width: number
  rightToLeft: boolean
  missing?: string
  /** A hyphen that only the end of the line asks for. */
  soft?: boolean
}
export type Line = { fragments: Fragment[]; width: number; fromRight?: boolean }
export type Measure = (text: string, font: FontName, style: Style) => number

export type Setting = { width: number; measure: Measure; language: Language; hyphenate?: boolean }

/** What no line break may cut, with the space that stands before it on a line. */
type Atom = { fragments: Fragment[]; width: number; space?: Fragment | undefined; ends?: boolean }

const LONG_WORD = 24
const MOST_HYPHENS_RUNNING = 2

/** Text set in lines of a width, left aligned; words that do not fit are hyphenated, addresses are cut. */
export function linesOf(pieces: readonly Piece[], setting: Setting): Line[] {
  const atoms = atomsOf(pieces, setting.measure)
  const lines: Line[] = []
  let line: Line = { fragments: [], width: 0 }
  let hyphens = 0
  const endLine = (hyphenated = false) => {
    lines.push(line)
    line = { fragments: [], width: 0 }
    hyphens = hyphenated ? hyphens + 1 : 0
  }
  for (let atom = atoms.shift(); atom; atom = atoms.shift()) {
    if (atom.ends) {
      endLine()
      continue
    }
    const space = line.fragments.length > 0 ? atom.space : undefined
    const room = setting.width - line.width - (space?.width ?? 0)
    if (atom.width <= room + 0.01) {
      put(line, atom, space)
      continue
    }
    const mayHyphenate = setting.hyphenate !== false && hyphens < MOST_HYPHENS_RUNNING
    const cut = mayHyphenate ? hyphenated(atom, room, setting) : undefined
    if (cut) {
      put(line, cut.head, space)
      atoms.unshift(cut.tail)
      endLine(true)
    } else if (line.fragments.length > 0) {
      atoms.unshift(atom)
      endLine()
    } else {
      const { head, tail } = chopped(atom, setting)
      put(line, head)
      if (tail) atoms.unshift(tail)
      if (tail) endLine()
    }
  }
  if (line.fragments.length > 0) endLine()
  const fromRight = isFromRight(pieces)
  return lines.map(one => inOrder(one, fromRight))
}

/** The widest thing that would not like to be cut: what a column of a table needs. */
export function widestWord(pieces: readonly Piece[], measure: Measure) {
  return Math.max(0, ...atomsOf(pieces, measure).map(({ width }) => width))
}

function put(line: Line, atom: Atom, space?: Fragment) {
  if (space) line.fragments.push(space)
  line.fragments.push(...atom.fragments)
  line.width += atom.width + (space?.width ?? 0)
}

function atomsOf(pieces: readonly Piece[], measure: Measure): Atom[] {
  const atoms: Atom[] = []
  let open: Atom | undefined
  let space: Fragment | undefined
  for (const { text, style } of pieces) {
    for (const part of text.split(/(\n|[ \t]+)/)) {
      if (part === '') continue
      if (part === '\n') atoms.push({ fragments: [], width: 0, ends: true })
      else if (/^[ \t]/.test(part)) space = fragment(' ', style, measure)
      if (/^[\n \t]/.test(part)) {
        open = undefined
        if (part === '\n') space = undefined
        continue
      }
      for (const [index, bit] of bitsOf(part, style).entries()) {
        if (!open || index > 0) {
          open = { fragments: [], width: 0, space }
          atoms.push(open)
          space = undefined
        }
        for (const run of runsOf(bit, style.face)) {
          const width = measure(run.text, run.font, style)
          open.fragments.push({ ...run, style, width })
          open.width += width
        }
      }
    }
  }
  return atoms
}

function fragment(text: string, style: Style, measure: Measure): Fragment {
  return {
    text,
    font: style.face,
    style,
    rightToLeft: false,
    width: measure(text, style.face, style),
  }
}

/** « grand-mère » may go to the next line after its hyphen; a long address after its slashes. */
function bitsOf(word: string, { face }: Style) {
  if (face === 'mono') return [word]
  const after =
    word.length > LONG_WORD ? /(?<=[-/?&=_.#])(?=[^\s\-/?&=_.#])/ : /(?<=\p{L}-)(?=\p{L}{2})/u
  return word.split(after)
}

function hyphenated(atom: Atom, room: number, { measure, language }: Setting) {
  const [only, another] = atom.fragments
  if (!only || another || only.style.face === 'mono' || only.font === 'wide') return undefined
  for (const [head, tail] of cutsOf(only.text, language)) {
    const start = { ...only, ...measured(head, only, measure) }
    const hyphen = { ...only, ...measured('-', only, measure), soft: true }
    const width = start.width + hyphen.width
    if (width > room) continue
    const rest = { ...only, ...measured(tail, only, measure) }
    return {
      head: { fragments: [start, hyphen], width },
      tail: { fragments: [rest], width: rest.width },
    }
  }
  return undefined
}

/** Alone on its line and still too wide: as many signs as fit. */
function chopped(atom: Atom, { width, measure }: Setting): { head: Atom; tail?: Atom } {
  const head: Atom = { fragments: [], width: 0 }
  const rest = [...atom.fragments]
  for (let next = rest.shift(); next; next = rest.shift()) {
    const signs = fitting(next, width - head.width, measure, head.fragments.length === 0)
    const fits = signs === next.text.length
    const kept = fits ? next : { ...next, ...measured(next.text.slice(0, signs), next, measure) }
    if (signs > 0) head.fragments.push(kept)
    head.width += signs > 0 ? kept.width : 0
    if (fits) continue
    const left = { ...next, ...measured(next.text.slice(signs), next, measure) }
    const fragments = [left, ...rest]
    return { head, tail: { fragments, width: fragments.reduce((sum, one) => sum + one.width, 0) } }
  }
  return { head }
}

/** How many code units of a fragment fit, by halves; at least one sign when it must. */
function fitting(
  { text, font, style, width }: Fragment,
  room: number,
  measure: Measure,
  must: boolean,
) {
  if (width <= room) return text.length
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(text.slice(0, middle), font, style) <= room) low = middle
    else high = middle - 1
  }
  const whole = /[\uD800-\uDBFF]$/.test(text.slice(0, low)) ? low - 1 : low
  return must && whole <= 0 ? ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1) : Math.max(0, whole)
}

function measured(text: string, { font, style }: Fragment, measure: Measure) {
  return { text, width: measure(text, font, style) }
}

const LETTER = /[\p{L}\p{N}]/u

/** Whether a text begins in a script that is read from the right. */
function isFromRight(pieces: readonly Piece[]) {
  const first = pieces
    .flatMap(({ text, style }) => runsOf(text.slice(0, 80), style.face))
    .find(({ text }) => LETTER.test(text))
  return first?.rightToLeft === true
}

/** Words of such a script follow each other from the right; signs between two of them go with them. */
function inOrder(line: Line, fromRight: boolean): Line {
  if (!line.fragments.some(({ rightToLeft }) => rightToLeft)) return { ...line, fromRight }
  const directions = line.fragments.map(directionOf)
  const runs: { right: boolean; fragments: Fragment[] }[] = []
  line.fragments.forEach((one, at) => {
    const before = directions.slice(0, at).findLast(Boolean)
    const after = directions.slice(at).find(Boolean)
    const settled = directions[at] ?? (before === after ? before : undefined)
    const right = settled ? settled === 'right' : fromRight
    const last = runs.at(-1)
    if (last?.right === right) last.fragments.push(one)
    else runs.push({ right, fragments: [one] })
  })
  for (const run of runs) if (run.right) run.fragments.reverse()
  if (fromRight) runs.reverse()
  return { ...line, fromRight, fragments: runs.flatMap(({ fragments }) => fragments) }
}

function directionOf({ text, rightToLeft }: Fragment) {
  if (rightToLeft) return 'right'
  return LETTER.test(text) ? 'left' : undefined
}
