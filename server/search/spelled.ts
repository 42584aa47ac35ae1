import { folded } from '../platform/http/slugs.ts'

/** Alphabets whose letters people write with and without their marks. */
const LETTERED = [
  [0x41, 0x24f],
  [0x370, 0x52f],
  [0x1e00, 0x1eff],
] as const
const LIGATURES: Record<string, string> = { oe: '[œŒ]', ae: '[æÆ]' }
const NOTHING = /(?!)/gu
const WORD = /^[\p{L}\p{N}]+$/u
const ENDS_IN_WORD = /[\p{L}\p{N}]$/u

const finders = new WeakMap<ReadonlySet<string>, RegExp>()
let written: Map<string, string> | undefined

/**
 * Where these folded words stand whole in a text as people write it, whatever their accents and case. The text itself
 * is not folded: that would cost ten times as much.
 */
export function* spelledIn(text: string, spellings: ReadonlySet<string>) {
  // Whether a word begins there is asked of the few that are found: asked everywhere, it costs most of the time.
  for (const { index, 0: word } of text.matchAll(finderOf(spellings)))
    if (!ENDS_IN_WORD.test(text.slice(Math.max(0, index - 2), index))) yield { index, word }
}

function finderOf(spellings: ReadonlySet<string>): RegExp {
  const known = finders.get(spellings)
  if (known) return known
  const words = [...spellings].filter(word => WORD.test(word))
  const finder = words.length > 0 ? finderFor(words) : NOTHING
  finders.set(spellings, finder)
  return finder
}

function finderFor(words: string[]) {
  const any = words.map(word => [...pieces(word)].join('')).join('|')
  return new RegExp(`(?:${any})(?![\\p{L}\\p{N}])`, 'gu')
}

function* pieces(word: string) {
  for (let at = 0; at < word.length; ) {
    const two = word.slice(at, at + 2)
    const ligature = LIGATURES[two]
    const letters = ligature ? two : String.fromCodePoint(word.codePointAt(at) ?? 0)
    const spelled = [...letters].map(letter => `[${waysToWrite(letter)}]`).join('')
    yield ligature ? `(?:${spelled}|${ligature})` : spelled
    at += letters.length
  }
}

function waysToWrite(letter: string) {
  written ??= everyWay()
  const ways = written.get(letter) ?? new Set([letter, letter.toUpperCase()])
  return [...ways].map(way => `\\u{${way.codePointAt(0)?.toString(16)}}`).join('')
}

/** Each letter without accents nor case, with all that is written for it. */
function everyWay() {
  const ways = new Map<string, string>()
  for (const [first, last] of LETTERED)
    for (let code = first; code <= last; code++) {
      const letter = String.fromCodePoint(code)
      const plain = folded(letter)
      if (/^\p{L}$/u.test(plain)) ways.set(plain, (ways.get(plain) ?? '') + letter)
    }
  return ways
}
