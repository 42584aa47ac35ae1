import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../platform/root.ts'
import type { Face } from './theme.ts'

export type FontName = Face | 'wide'
/** A run of letters that one font draws. `missing`: a sign that stands for one that no font has. */
export type Run = { text: string; font: FontName; rightToLeft: boolean; missing?: string }

const folder = join(root, 'server/printing/fonts')
export const FONTS: Record<FontName, string> = {
  'text-regular': join(folder, 'text-regular.ttf'),
  'text-bold': join(folder, 'text-bold.ttf'),
  'display-bold': join(folder, 'display-bold.ttf'),
  mono: join(folder, 'mono.ttf'),
  wide: join(folder, 'wide.ttf'),
}

type Ranges = [first: number, last: number][]
const coverage: Record<FontName, Ranges> = JSON.parse(
  readFileSync(join(folder, 'coverage.json'), 'utf8'),
)
const drawn = new Map<FontName, Set<number>>()
const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' })

const STAND_IN = '\u25A1'
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/
const QUICK = /^[\x20-\x7E\u00A0-\u00FF\u2019\u2026\u2013\u2014\u00AD]*$/

/** Text as runs of fonts: its own face, the wide one for other scripts and signs, or an empty box. */
export function runsOf(text: string, face: Face): Run[] {
  const clean = settled(text)
  if (QUICK.test(clean)) return clean ? [{ text: clean, font: face, rightToLeft: false }] : []
  const runs: Run[] = []
  for (const { segment } of graphemes.segment(clean)) append(runs, runOf(segment, face))
  return runs
}

/** One composition of letters, and the spaces and hyphens that our fonts draw. */
function settled(text: string) {
  return text
    .normalize('NFC')
    .replace(/[\u2000-\u200A\u202F]/g, '\u00A0')
    .replace(/\u2011/g, '-')
    .replace(/\p{Cc}|\uFE0E|[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu, '')
}

function runOf(sign: string, face: Face): Run {
  const font = [face, 'wide' as const].find(name => draws(name, sign))
  if (font) return { text: sign, font, rightToLeft: RIGHT_TO_LEFT.test(sign) }
  const bare = sign.replace(/\uFE0F|\u200D|\p{Emoji_Modifier}/gu, '')
  if (bare && draws('wide', bare)) return { text: bare, font: 'wide', rightToLeft: false }
  return { text: STAND_IN, font: 'wide', rightToLeft: false, missing: sign }
}

function append(runs: Run[], run: Run) {
  const last = runs.at(-1)
  if (
    last &&
    last.font === run.font &&
    last.rightToLeft === run.rightToLeft &&
    !last.missing &&
    !run.missing
  )
    last.text += run.text
  else runs.push(run)
}

function draws(font: FontName, sign: string) {
  const signs = drawn.get(font) ?? read(font)
  return [...sign].every(one => signs.has(one.codePointAt(0) ?? 0))
}

function read(font: FontName) {
  const signs = new Set<number>()
  for (const [first, last] of coverage[font]) for (let at = first; at <= last; at++) signs.add(at)
  drawn.set(font, signs)
  return signs
}
