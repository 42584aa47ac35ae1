import english from 'hyphen/en-gb/index.js'
import french from 'hyphen/fr/index.js'
import type { Language } from '../../platform/i18n/index.ts'

export type Hyphenator = {
  hyphenateSync(text: string, options?: { hyphenChar?: string; minWordLength?: number }): string
}

const SOFT_HYPHEN = '\u00AD'
const FEWEST_LETTERS = 6
const FEWEST_ON_A_SIDE = 3

/** Where a word may be cut, as pairs of what stays and what goes to the next line, the longest first. */
export function cutsOf(word: string, language: Language): [head: string, tail: string][] {
  if (!mayBeCut(word)) return []
  const { hyphenateSync } = language === 'fr' ? french : english
  const syllables = hyphenateSync(word, { hyphenChar: SOFT_HYPHEN }).split(SOFT_HYPHEN)
  return syllables
    .slice(1)
    .map((_, index): [string, string] => [
      syllables.slice(0, index + 1).join(''),
      syllables.slice(index + 1).join(''),
    ])
    .filter(
      ([head, tail]) => lettersIn(head) >= FEWEST_ON_A_SIDE && lettersIn(tail) >= FEWEST_ON_A_SIDE,
    )
    .reverse()
}

/** Not initials, addresses nor figures, which a reader copies; nor names, nor what begins a sentence. */
function mayBeCut(word: string) {
  return lettersIn(word) >= FEWEST_LETTERS && !/[\d@/_\\]|\.\p{L}|^\P{L}*\p{Lu}/u.test(word)
}

function lettersIn(text: string) {
  return text.match(/\p{L}/gu)?.length ?? 0
}
