import { folded } from '../http/slugs.ts'

const MOST_WORDS = 1_000
const LONGEST_WORD = 40

/** The distinct words of texts without accents nor case, as records keep them for finding. */
export function wordsOf(...texts: string[]): string[] {
  const words = folded(texts.join(' ')).match(/[\p{L}\p{N}]{2,}/gu) ?? []
  return [...new Set(words.map(word => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS)
}

/** Records whose `words` begin with each word of the query, in any order; undefined when it has none. */
export function wordFilter(query: string) {
  const words = wordsOf(query).slice(0, 8)
  return words.length ? { $and: words.map(word => ({ words: new RegExp(`^${word}`) })) } : undefined
}
