import { stemOf } from '../french/stem.ts'
import { lowerBound, merged } from './sorted.ts'
import { otherBeginnings, within } from './typos.ts'

/**
 * Every spelling that texts hold, and the term (the stem's number) that each is an instance of. Spellings
 * answer to beginnings and to typing errors; terms have the postings.
 */
export class Vocabulary {
  readonly #terms = new Map<string, number>()
  readonly #termOfSpelling = new Map<string, number>()
  readonly #spellings: string[][] = []
  #sorted: string[] = []
  #unsorted: string[] = []

  /** The term of a word of a text, made when it is new. */
  learn(word: string): number {
    const known = this.#termOfSpelling.get(word)
    if (known !== undefined) return known
    const term = this.#termFor(stemOf(word))
    this.#termOfSpelling.set(word, term)
    this.#unsorted.push(word)
    this.#spellings[term]?.push(word)
    return term
  }

  /** The term of a word of a question; undefined when no text has any of its forms. */
  find(word: string): number | undefined {
    return this.#termOfSpelling.get(word) ?? this.#terms.get(stemOf(word))
  }

  /** How texts spell a term: « imprimante, imprimantes, imprimer ». */
  spellings(term: number): readonly string[] {
    return this.#spellings[term] ?? []
  }

  /** The terms of which some spelling begins so. */
  beginning(start: string, most: number): number[] {
    const sorted = this.#inOrder()
    const terms = new Set<number>()
    for (let i = lowerBound(sorted, start); terms.size < most; i++) {
      const word = sorted[i]
      if (!word?.startsWith(start)) break
      this.#collect(word, terms)
    }
    return [...terms]
  }

  /** The terms that are this word but for some typing errors, each with how many. */
  near(word: string, errors: number): Map<number, number> {
    const terms = new Map<number, number>()
    const add = (spelling: string, distance: number) => {
      const term = this.#termOfSpelling.get(spelling)
      if (term !== undefined) terms.set(term, Math.min(distance, terms.get(term) ?? distance))
    }
    for (const spelling of otherBeginnings(word)) add(spelling, 1)
    for (const [spelling, distance] of within(this.#inOrder(), word, errors))
      add(spelling, distance)
    return terms
  }

  /** What no text holds any more is no longer proposed to anybody. */
  forget(terms: readonly number[]) {
    for (const term of terms) {
      for (const word of this.#spellings[term] ?? []) this.#termOfSpelling.delete(word)
      this.#spellings[term] = []
    }
    this.#sorted = [...this.#termOfSpelling.keys()].sort()
    this.#unsorted = []
  }

  /** Every term is below this number. */
  get terms() {
    return this.#spellings.length
  }

  get size() {
    return this.#termOfSpelling.size
  }

  #termFor(stem: string) {
    const known = this.#terms.get(stem)
    if (known !== undefined) return known
    const term = this.#spellings.push([]) - 1
    this.#terms.set(stem, term)
    return term
  }

  #collect(word: string, terms: Set<number>) {
    const term = this.#termOfSpelling.get(word)
    if (term !== undefined) terms.add(term)
  }

  #inOrder() {
    if (this.#unsorted.length > 0) {
      this.#sorted = merged(this.#sorted, this.#unsorted.sort())
      this.#unsorted = []
    }
    return this.#sorted
  }
}
