import { stemOf } from './stem.ts'
import { STOP_WORDS } from './stop-words.ts'
import { compoundsIn } from './words.ts'

/** Groups of words or short phrases that mean the same: `[['mail', 'courriel', 'e-mail'], …]`. */
export type SynonymGroups = readonly (readonly string[])[]

export type Phrase = readonly string[]
type Entry = { stems: Phrase; means: readonly Phrase[] }

/** The beginning of a word that already says which one. */
const LONG_ENOUGH = 5

/** The groups by the stem of each phrase's first word, the longest phrases first. */
export class Synonyms {
  readonly #entries = new Map<string, Entry[]>()
  readonly #words: { word: string; means: readonly Phrase[] }[] = []

  constructor(groups: SynonymGroups) {
    for (const group of groups)
      this.#add(group.flatMap(phrasesOf).filter(({ length }) => length > 0))
    for (const entries of this.#entries.values())
      entries.sort((a, b) => b.stems.length - a.stems.length)
  }

  /** What the words from here on also mean, and how many of them it takes. */
  at(stems: Phrase, start: number): { length: number; means: readonly Phrase[] } | undefined {
    const entries = this.#entries.get(stems[start] ?? '') ?? []
    const entry = entries.find(one => one.stems.every((stem, i) => stems[start + i] === stem))
    return entry && { length: entry.stems.length, means: entry.means }
  }

  /** What the words that begin so mean, themselves included: `hamecon` → hameçonnage, phishing… */
  beginning(start: string): readonly Phrase[] {
    if (start.length < LONG_ENOUGH) return []
    const begun = this.#words.filter(({ word }) => word.startsWith(start))
    return [...new Set(begun.flatMap(({ means }) => means))]
  }

  #add(phrases: readonly Phrase[]) {
    for (const phrase of phrases) {
      const stems = phrase.map(stemOf)
      const [first = ''] = stems
      const known = this.#entries.get(first) ?? []
      this.#entries.set(first, [...known, { stems, means: phrases }])
      const [word = ''] = phrase
      if (phrase.length === 1) this.#words.push({ word, means: phrases })
    }
  }
}

/** Also as one word, when that is what it is: `e-mail` and `email`. */
function phrasesOf(text: string): Phrase[] {
  const compounds = compoundsIn(text)
  const words = compounds.flatMap(({ parts }) => parts).filter(word => !STOP_WORDS.has(word))
  const [{ joined } = {}] = compounds.length === 1 ? compounds : []
  return joined ? [words, [joined]] : [words]
}
