import { folded } from '../../platform/http/slugs.ts'

/** A word, then what hyphens tie to it: `e-mail`, `porte-clés`. */
const TIED = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu
const LONGEST = 40
const LONGEST_TIE = 14

/** A word; of a short compound its parts, and the one word that it also is: `wi`, `fi` and `wifi`. */
export type Compound = { parts: string[]; joined?: string }

/**
 * The words of a text, in their order: without accents nor case, what is elided (`l'`, `qu'`) and single letters
 * left out.
 */
export function compoundsIn(text: string): Compound[] {
  return tiedIn(text)
    .map(compoundOf)
    .filter(({ parts }) => parts.length > 0)
}

/** The same as the index keeps them: compounds under both writings. */
export function wordsIn(text: string): string[] {
  const words: string[] = []
  for (const tied of tiedIn(text)) {
    // Nearly all of them, of texts of any length: nothing is made for these.
    if (!tied.includes('-')) {
      if (isWord(tied)) words.push(tied.length > LONGEST ? tied.slice(0, LONGEST) : tied)
      continue
    }
    const { parts, joined } = compoundOf(tied)
    words.push(...parts)
    if (joined && parts.length > 0) words.push(joined)
  }
  return words
}

function tiedIn(text: string): readonly string[] {
  return folded(text).match(TIED) ?? []
}

function compoundOf(tied: string): Compound {
  const all = tied.split('-')
  const parts = all.filter(isWord).map(word => word.slice(0, LONGEST))
  const joined = all.length === 2 && tied.length <= LONGEST_TIE
  return joined ? { parts, joined: all.join('') } : { parts }
}

/** The letter before an apostrophe is no word; a digit is. */
function isWord(word: string) {
  return word.length > 1 ? !ELIDED.has(word) : /\p{N}/u.test(word)
}

const ELIDED = new Set(['qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu', 'presqu', 'quelqu'])
